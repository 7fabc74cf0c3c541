/** What `webrtcfilter=on` lets through. */
import { isForwarded } from '../../../../../../local/azure/openai/calls/filter.ts';

test.each([
  'input_audio_buffer.speech_started',
  'input_audio_buffer.speech_stopped',
  'output_audio_buffer.started',
  'output_audio_buffer.stopped',
  'conversation.item.input_audio_transcription.completed',
  'conversation.item.added',
  'conversation.item.created',
  'response.output_text.delta',
  'response.output_text.done',
  'response.output_audio_transcript.delta',
  'response.output_audio_transcript.done',
])('%s', (type) => {
  expect(isForwarded(type)).toBe(true);
});

test.each([
  'session.created',
  'session.updated',
  'error',
  'response.created',
  'response.done',
  'response.function_call_arguments.done',
  'output_audio_buffer.cleared',
  'conversation.item.done',
  'conversation.item.input_audio_transcription.failed',
  'conversation.item.input_audio_transcription.delta',
  'input_audio_buffer.committed',
  '',
])('not %j', (type) => {
  expect(isForwarded(type)).toBe(false);
});
