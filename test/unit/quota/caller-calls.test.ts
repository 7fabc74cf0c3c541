import {
  type CallerCalls,
  endSlot,
  NO_CALLS,
  NOTHING_SPENT,
  type Slot,
  settle,
  spentIn,
  withLive,
  withoutOldSpent,
} from '../../../src/quota/caller-calls.ts';
import { CLOCK_SKEW_MS } from '../../../src/quota/window.ts';
import { NOON_MS } from '../../support/clock.ts';

const SECOND = 1_000;
const RESERVED: Slot = { id: 'mint_1', until: NOON_MS, grantSeconds: 600 };
const LIVE: Slot = {
  id: 'mint_2',
  until: NOON_MS,
  grantSeconds: 600,
  live: { callId: 'rtc_1', startedAt: NOON_MS - 900 * SECOND },
};

describe('a slot', () => {
  test('is kept until its time and two seconds are over', () => {
    const calls = { slots: [RESERVED, LIVE], spent: [] };
    expect(settle(calls, NOON_MS + CLOCK_SKEW_MS - 1)).toBe(calls);
    expect(settle(calls, NOON_MS + CLOCK_SKEW_MS).slots).toEqual([]);
  });

  test('that lapses costs nothing where no call began, and its whole grant where one did', () => {
    expect(settle({ slots: [RESERVED], spent: [] }, NOON_MS * 2).spent).toEqual([]);
    expect(settle({ slots: [LIVE], spent: [] }, NOON_MS * 2).spent).toEqual([
      { endedAt: NOON_MS - 300 * SECOND, seconds: 600 },
    ]);
  });

  test('becomes live while it stands, and not once it has lapsed', () => {
    const live = { callId: 'rtc_9', startedAt: NOON_MS, until: NOON_MS + SECOND };
    expect(withLive({ slots: [RESERVED], spent: [] }, 'mint_1', live)?.slots).toEqual([
      { id: 'mint_1', until: NOON_MS + SECOND, grantSeconds: 600, live: { callId: 'rtc_9', startedAt: NOON_MS } },
    ]);
    expect(withLive(NO_CALLS, 'mint_1', live)).toBeUndefined();
  });

  test('is released and charged once, whoever comes second', () => {
    const spent = { endedAt: NOON_MS, seconds: 42 };
    const ended = endSlot({ slots: [LIVE], spent: [] }, 'mint_2', spent);
    expect(ended).toEqual({ slots: [], spent: [spent] });
    expect(endSlot(ended ?? NO_CALLS, 'mint_2', spent)).toBeUndefined();
  });

  test('of a call that never began is released for nothing', () => {
    expect(endSlot({ slots: [RESERVED], spent: [] }, 'mint_1', NOTHING_SPENT)).toEqual(NO_CALLS);
  });
});

describe('what is spent', () => {
  const calls: CallerCalls = { slots: [], spent: [{ endedAt: NOON_MS, seconds: 5 }] };

  test('counts until its end has left the window, and two seconds longer', () => {
    const after = NOON_MS + 60 * SECOND + CLOCK_SKEW_MS;
    expect(spentIn(calls, 60, after - 1)).toHaveLength(1);
    expect(spentIn(calls, 60, after)).toHaveLength(0);
    expect(withoutOldSpent(calls, 60, after - 1)).toBe(calls);
    expect(withoutOldSpent(calls, 60, after)).toEqual(NO_CALLS);
  });

  test('never adds up to less because there is too much of it, and never counts shorter', () => {
    let all: CallerCalls = NO_CALLS;
    for (let index = 0; index < 1_300; index += 1) {
      const calls = { slots: [{ ...LIVE, id: `mint_${index}` }], spent: all.spent };
      all = endSlot(calls, `mint_${index}`, { endedAt: NOON_MS + index, seconds: 1 }) ?? NO_CALLS;
    }
    expect(all.spent.length).toBeLessThanOrEqual(1_000);
    expect(all.spent.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(1_300);
    expect(all.spent[0]?.endedAt).toBe(NOON_MS + 300);
  });
});
