import * as fc from 'fast-check';
import { parseCallsText, toCallsText } from '../../../src/azure/calls-text.ts';
import { MAX_SLOTS, type Slot } from '../../../src/quota/caller-calls.ts';
import { NOON_MS } from '../../support/clock.ts';
import { forAll } from '../../support/property.ts';

describe('the texts of a row', () => {
  const id = fc.stringMatching(/^[\w-]{1,128}$/);
  const instant = fc.integer({ min: 0, max: 36 ** 9 - 1 });
  const seconds = fc.integer({ min: 0, max: 3_600 });
  const slot = fc
    .record({ id, until: instant, grantSeconds: seconds, callId: fc.option(id), startedAt: instant })
    .map(({ callId, startedAt, ...rest }): Slot => (callId === null ? rest : { ...rest, live: { callId, startedAt } }));
  const spent = fc.record({ endedAt: instant, seconds });
  const someCalls = fc.record({ slots: fc.array(slot), spent: fc.array(spent) });

  test('are read as what was written', () => {
    forAll(
      fc.property(someCalls, (calls) => {
        expect(parseCallsText(toCallsText(calls))).toEqual(calls);
      }),
    );
  });

  test('of the fullest row fit a property of Azure Tables', () => {
    const full: Slot = {
      id: `mint_${'f'.repeat(32)}`,
      until: NOON_MS,
      grantSeconds: 3_600,
      live: { callId: 'r'.repeat(128), startedAt: NOON_MS },
    };
    const text = toCallsText({
      slots: Array.from({ length: MAX_SLOTS }, () => full),
      spent: Array.from({ length: 1_000 }, () => ({ endedAt: NOON_MS, seconds: 3_600_000 })),
    });
    expect(text.slots.length).toBeLessThanOrEqual(32_768);
    expect(text.spent.length).toBeLessThanOrEqual(32_768);
  });

  test.each([
    ['~', ''],
    ['mint_1~zz', ''],
    ['mint_1~1~1~1', ''],
    ['mint_1~1~1~1~rtc_1~1', ''],
    ['mint 1~1~1', ''],
    ['mint_1~-1~1', ''],
    ['', '1'],
    ['', '1~1~1'],
    ['', '1~A'],
    ['', ' '],
  ])('that nobody wrote are refused: %j, %j', (slots, spentText) => {
    expect(parseCallsText({ slots, spent: spentText })).toBeUndefined();
  });
});
