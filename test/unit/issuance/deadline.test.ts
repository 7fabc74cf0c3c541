import { createDeadline, partOf } from '../../../src/issuance/deadline.ts';
import { aClock } from '../../support/clock.ts';

test.each([
  [8_000, false, 4_000],
  [8_000, true, 8_000],
  [4_000, false, 2_000],
  [3_000, false, 2_000],
  [1_500, false, 1_500],
  [3_000, true, 3_000],
  [0, true, 0],
])('of %d ms that are left a target gets, if it is the last: %s, %d', (leftMs, isLast, part) => {
  expect(partOf(leftMs, isLast)).toBe(part);
});

test('a deadline begins with the first target, and is over for all of them', () => {
  const { now, advance } = aClock();
  const deadline = createDeadline(8_000, now);
  advance(60_000);
  expect(deadline.isOver()).toBe(false);
  deadline.signalFor(false);
  advance(7_999);
  expect(deadline.isOver()).toBe(false);
  advance(1);
  expect(deadline.isOver()).toBe(true);
});
