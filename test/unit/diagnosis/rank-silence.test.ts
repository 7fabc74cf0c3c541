import { rankSilence } from '../../../src/diagnosis/rank-silence.ts';
import { recogniseState } from '../../../src/diagnosis/recognise.ts';

const silent = recogniseState('no_audio_back');
const ranked = (facts: Parameters<typeof rankSilence>[1]) => rankSilence(silent, facts).causes.map(({ id }) => id);

test.each([
  [
    'no packet has come: the browser keeps nothing back',
    { packetsReceived: 0, isPlaying: true },
    ['no-packets', 'text-only', 'autoplay'],
  ],
  [
    'packets come and the element is paused',
    { packetsReceived: 90, isPlaying: false },
    ['autoplay', 'text-only', 'no-packets'],
  ],
  [
    'packets come and the element plays',
    { packetsReceived: 90, isPlaying: true },
    ['text-only', 'autoplay', 'no-packets'],
  ],
  [
    'the session answers by text',
    { packetsReceived: 0, outputModalities: 'text' },
    ['text-only', 'no-packets', 'autoplay'],
  ],
])('where %s', (_what, facts, ids) => {
  expect(ranked(facts)).toEqual(ids);
});

test('what was not measured, and what is no silence, stays as it is', () => {
  expect(rankSilence(silent, {})).toBe(silent);
  const other = recogniseState('ice_failed');
  expect(rankSilence(other, { packetsReceived: 0 })).toBe(other);
});
