/** When a call is over though nobody has said so. */
import { isOver, type Line } from '../../../../../../local/azure/openai/calls/line.ts';

const HOUR = 3_600_000;
const aLine = (line: Partial<Line> = {}): Line => ({
  isConnected: true,
  lastedMs: 100_000,
  maxMs: HOUR,
  unheardMs: undefined,
  uncheckedMs: 100_000,
  ...line,
});

test.each<[string, Partial<Line>, Partial<Line>]>([
  ['its maximum has passed', { lastedMs: HOUR }, { lastedMs: HOUR + 1 }],
  ['a shorter maximum has passed', { maxMs: 5_000, lastedMs: 5_000 }, { lastedMs: 5_001 }],
  ['it has not connected in half a minute', { isConnected: false, lastedMs: 30_000 }, { lastedMs: 30_001 }],
  [
    'there is neither sound for 3 s nor a check for 7 s',
    { unheardMs: 3_001, uncheckedMs: 7_000 },
    { uncheckedMs: 7_001 },
  ],
  ['there is no check for 7 s nor sound for 3 s', { unheardMs: 3_000, uncheckedMs: 7_001 }, { unheardMs: 3_001 }],
])('it is when %s, and not a moment before', (_when, before, after) => {
  expect(isOver(aLine(before))).toBe(false);
  expect(isOver(aLine({ ...before, ...after }))).toBe(true);
});

test.each<[string, Partial<Line>]>([
  ['has never been heard, as a page without a microphone', {}],
  ['has stopped sending and still checks the line', { unheardMs: 90_000, uncheckedMs: 6_000 }],
  ['is heard and does not check the line', { unheardMs: 20 }],
])('it is not while the caller %s', (_what, line) => {
  expect(isOver(aLine(line))).toBe(false);
});
