/** When a call is over though nobody has said so. */
import { isOver, type Line } from '../../../../../../local/azure/openai/calls/line.ts';

const HOUR = 3_600_000;
const aLine = (line: Partial<Line> = {}): Line => ({
  isConnected: true,
  startedAt: 0,
  maxMs: HOUR,
  heardAt: undefined,
  checkedAt: 0,
  ...line,
});

test.each<[string, Partial<Line>, number]>([
  ['its maximum has passed', { heardAt: HOUR, checkedAt: HOUR }, HOUR],
  ['a shorter maximum has passed', { maxMs: 5_000, heardAt: 5_000 }, 5_000],
  ['it has not connected in half a minute', { isConnected: false }, 30_000],
  ['there is neither sound for 3 s nor a check for 5 s', { heardAt: 12_000, checkedAt: 10_000 }, 15_000],
  ['there is no check for 5 s nor sound for 3 s', { heardAt: 13_000, checkedAt: 10_000 }, 16_000],
])('it is when %s, and not a moment before', (_when, line, at) => {
  expect(isOver(aLine(line), at)).toBe(false);
  expect(isOver(aLine(line), at + 1)).toBe(true);
});

test.each<[string, Partial<Line>, number]>([
  ['has never been heard, as a page without a microphone', {}, HOUR],
  ['has stopped sending and still checks the line', { heardAt: 10_000, checkedAt: 98_000 }, 100_000],
  ['is heard and does not check the line', { heardAt: 99_000 }, 100_000],
])('it is not while the caller %s', (_what, line, at) => {
  expect(isOver(aLine(line), at)).toBe(false);
});
