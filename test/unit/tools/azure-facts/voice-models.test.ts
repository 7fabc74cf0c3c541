/** The name of a model tells which voice API it serves, or that it serves none. */
import { isLiveName, isRealtimeName, voiceApiOf } from '../../../../tools/azure-facts/voice-models.ts';

test.each([
  'gpt-realtime',
  'gpt-realtime-mini',
  'gpt-realtime-2.1-mini',
  'gpt-4o-realtime-preview',
  'gpt-4o-mini-realtime-preview',
])('%s serves the Realtime API and not the Live API', (name) => {
  expect(voiceApiOf(name)).toBe('realtime');
  expect([isRealtimeName(name), isLiveName(name)]).toEqual([true, false]);
});

test.each(['gpt-live', 'gpt-live-1', 'gpt-live-1-mini'])('%s serves the Live API and not the Realtime API', (name) => {
  expect(voiceApiOf(name)).toBe('live');
  expect([isRealtimeName(name), isLiveName(name)]).toEqual([false, true]);
});

test.each([
  'gpt-4o',
  'gpt-realtime-whisper',
  'gpt-realtime-translate',
  'gpt-4o-mini-transcribe',
  'gpt-live-transcribe',
  'gpt-lively',
  'my-gpt-live-1',
  '',
])('%j serves neither', (name) => {
  expect(voiceApiOf(name)).toBeUndefined();
  expect([isRealtimeName(name), isLiveName(name)]).toEqual([false, false]);
});
