import { NO_CALLS } from '../../../src/quota/caller-calls.ts';
import { decideSpeech, speechStandings } from '../../../src/quota/speech.ts';
import { NOON_MS } from '../../support/clock.ts';

const SECOND = 1_000;
const DAY = { day: { minutes: 60, windowSeconds: 86_400 } };
const spoken = (minutes: number, endedAt = NOON_MS - 3_600 * SECOND) => ({ endedAt, seconds: minutes * 60 });

describe('what a call may last', () => {
  test('is what everything else allows where no policy counts minutes', () => {
    expect(decideSpeech({}, NO_CALLS, 3_600, NOON_MS)).toEqual({ admitted: true, grantSeconds: 3_600 });
  });

  test('is the least of what the policies leave and what is wanted', () => {
    const calls = { slots: [], spent: [spoken(50)] };
    expect(decideSpeech(DAY, calls, 3_600, NOON_MS)).toEqual({ admitted: true, grantSeconds: 600 });
    expect(decideSpeech(DAY, calls, 120, NOON_MS)).toEqual({ admitted: true, grantSeconds: 120 });
    const both = { ...DAY, hour: { minutes: 52, windowSeconds: 7_200 } };
    expect(decideSpeech(both, calls, 3_600, NOON_MS)).toEqual({ admitted: true, grantSeconds: 120 });
  });

  test('reckons with the whole grant of the calls that are on the line', () => {
    const calls = { slots: [{ id: 'a', until: NOON_MS + SECOND, grantSeconds: 3_000 }], spent: [] };
    expect(decideSpeech(DAY, calls, 3_600, NOON_MS)).toEqual({ admitted: true, grantSeconds: 600 });
  });
});

describe('less than a minute of speech', () => {
  test('is refused by the name of the policy, and one whole minute is not', () => {
    const left = (seconds: number) => ({ slots: [], spent: [{ endedAt: NOON_MS, seconds: 3_600 - seconds }] });
    expect(decideSpeech(DAY, left(60), 3_600, NOON_MS)).toEqual({ admitted: true, grantSeconds: 60 });
    expect(decideSpeech(DAY, left(59), 3_600, NOON_MS)).toMatchObject({ admitted: false, violated: ['day'] });
  });

  test('comes back with the ends that leave the window, as many as it takes', () => {
    const old = NOON_MS - 86_000 * SECOND;
    const calls = {
      slots: [],
      spent: [
        { endedAt: old, seconds: 30 },
        { endedAt: old + 100 * SECOND, seconds: 3_570 },
      ],
    };
    // The first leaves in 402 s, with two seconds for the clocks, and gives 30 s; the second gives the rest.
    expect(decideSpeech(DAY, calls, 3_600, NOON_MS)).toMatchObject({ waitSeconds: 502 });
  });

  test('is what a lowered setting leaves of a caller who has had more', () => {
    const calls = { slots: [], spent: [spoken(55)] };
    const decision = decideSpeech({ day: { minutes: 10, windowSeconds: 86_400 } }, calls, 3_600, NOON_MS);
    expect(decision).toMatchObject({ admitted: false, violated: ['day'] });
  });
});

test('a standing tells whole minutes, and when the next of them come back', () => {
  const calls = { slots: [], spent: [{ endedAt: NOON_MS - 86_000 * SECOND, seconds: 61 }] };
  expect(speechStandings(DAY, calls, NOON_MS)).toEqual([
    { name: 'day', unit: 'minutes', limit: 60, windowSeconds: 86_400, remaining: 58, resetSeconds: 402 },
  ]);
  expect(speechStandings(DAY, NO_CALLS, NOON_MS)).toMatchObject([{ remaining: 60, resetSeconds: 0 }]);
});
