import * as fc from 'fast-check';
import { parseIssuedText, toIssuedText } from '../../../src/azure/issued-text.ts';
import { MAX_LIMIT, MAX_WINDOW_SECONDS } from '../../../src/quota/settings.ts';
import { NOON_MS } from '../../support/clock.ts';
import { forAll } from '../../support/property.ts';

test('instants are the first since the epoch and then the steps, in base 36', () => {
  expect(toIssuedText([NOON_MS, NOON_MS, NOON_MS + 36])).toBe(`${NOON_MS.toString(36)}.0.10`);
  expect(toIssuedText([])).toBe('');
});

test('what is written is what is read', () => {
  const instants = fc
    .array(fc.integer({ min: 0, max: MAX_WINDOW_SECONDS * 1_000 }), { maxLength: MAX_LIMIT })
    .map((steps) => steps.map((step) => NOON_MS + step).sort((one, other) => one - other));
  forAll(
    fc.property(instants, (issued) => {
      expect(parseIssuedText(toIssuedText(issued))).toEqual(issued);
    }),
  );
});

test('the longest row is far below what a property of Azure Tables holds', () => {
  const step = Math.floor((MAX_WINDOW_SECONDS * 1_000) / MAX_LIMIT);
  const longest = toIssuedText(Array.from({ length: MAX_LIMIT }, (_, index) => NOON_MS + index * step));
  expect(longest.length * 2).toBeLessThan((64 * 1024) / 8);
});

test.each(['.', 'a.', '.a', 'A', '-1', '1 2', '1..2', 'zzzzzzzzzz'])('%j is not a list of instants', (text) => {
  expect(parseIssuedText(text)).toBeUndefined();
});
