import { BROWSER_STATES, type EventSymptom } from '../../../src/diagnosis/catalogue-entry.ts';
import { recogniseEvent, recogniseState } from '../../../src/diagnosis/recognise.ts';

const FAILED_TRANSCRIPTION = 'conversation.item.input_audio_transcription.failed';

describe('the diagnosis of an event', () => {
  test.each<[EventSymptom, string]>([
    [
      {
        type: FAILED_TRANSCRIPTION,
        code: 'DeploymentNotFound',
        message: "Input transcription failed for item 'item_1'.",
      },
      'transcription-deployment-missing',
    ],
    [{ type: FAILED_TRANSCRIPTION }, 'transcription-failed'],
    [
      { type: 'error', code: 'missing_required_parameter', message: "Missing required parameter: 'session.type'." },
      'session-update-without-type',
    ],
    [{ type: 'error', message: "Missing required parameter: 'session.type'." }, 'session-update-without-type'],
    [
      { type: 'error', code: 'missing_required_parameter', message: "Missing required parameter: 'item.role'." },
      'event-refused',
    ],
    [
      {
        type: 'error',
        code: 'invalid_parameter',
        message: 'Passing a transcription session update event to a realtime session is not allowed.',
      },
      'session-update-transcription',
    ],
    [{ type: 'error', code: 'unknown_parameter', message: "Unknown parameter: 'session.voice'." }, 'event-refused'],
    [{ type: 'error', message: "Unknown parameter: 'session.custom_voice_id'" }, 'event-refused'],
    [{ type: 'error', code: 'invalid_value' }, 'event-refused'],
    [{ type: 'response.done', code: 'max_output_tokens' }, 'response-cut-by-tokens'],
    [{ type: 'response.done', code: 'content_filter' }, 'response-cut-by-filter'],
    [{ type: 'response.done', code: 'server_error' }, 'response-failed'],
    [{ type: 'error', code: 'server_error' }, 'response-failed'],
    [{ type: 'error', code: 'something_new' }, 'event-error-unknown'],
    [{ type: 'error' }, 'event-error-unknown'],
  ])('%j is %s', (event, id) => {
    expect(recogniseEvent(event)?.id).toBe(id);
  });

  test.each(['response.done', 'session.created', 'session.updated', 'input_audio_buffer.speech_started', ''])(
    'is none for %s, which reports no trouble',
    (type) => {
      expect(recogniseEvent({ type })).toBeUndefined();
    },
  );
});

describe('the diagnosis of what a page sees', () => {
  test.each(BROWSER_STATES)('exists for %s', (state) => {
    expect(recogniseState(state).states).toContain(state);
  });
});
