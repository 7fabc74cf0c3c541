/** `webrtcfilter=on`: the complete list of what Azure documents to pass on to the browser (docs/azure.md#webrtcfilter). */
const FORWARDED: ReadonlySet<string> = new Set([
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
]);

export function isForwarded(eventType: string): boolean {
  return FORWARDED.has(eventType);
}
