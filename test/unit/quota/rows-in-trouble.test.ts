/** Rows that are not what this version writes: a caller must neither be locked out by one nor get more for it. */
import { createQuota } from '../../../src/quota/quota.ts';
import { RowError } from '../../../src/quota/quota-table.ts';
import type { QuotaPolicies } from '../../../src/quota/settings.ts';
import { CLOCK_SKEW_MS } from '../../../src/quota/window.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';
import { errorOf } from '../../support/result.ts';

const POLICIES: QuotaPolicies = { minute: { limit: 3, windowSeconds: 60 }, hour: { limit: 5, windowSeconds: 3_600 } };
const HOUR_MS = 3_600_000;

function aBench(table = aMemoryQuotaTable(), startMs = NOON_MS) {
  const { now, advance } = aClock(startMs);
  const log = aLog();
  const quota = createQuota({ table, now, random: () => 0, timeoutMs: 2_000, log });
  async function issue(caller = 'caller') {
    const taken = await quota.take(caller, POLICIES);
    if (taken.ok) quota.keep(taken.value);
    return taken;
  }
  return { table, advance, log, quota, issue };
}

describe('a row that cannot be read', () => {
  test('is as good as full, for every instance, until the longest window is over, and then forgotten', async () => {
    const { table, issue, advance } = aBench();
    table.put('caller', undefined);
    expect(errorOf(await issue())).toMatchObject({ reason: 'quota_exceeded', waitSeconds: 3_602, inFlight: false });
    expect(errorOf(await aBench(table, NOON_MS + 1_000).issue())).toMatchObject({ reason: 'quota_exceeded' });
    advance(HOUR_MS + CLOCK_SKEW_MS - 1);
    expect((await issue()).ok).toBe(false);
    advance(1_000);
    for (let unit = 0; unit < 3; unit += 1) expect((await issue()).ok).toBe(true);
    expect((await issue()).ok).toBe(false);
  });

  test('is an error in the log by its caller’s pseudonym, once, and no trouble of the table’s', async () => {
    const { table, issue, log, quota } = aBench();
    table.put('caller', undefined);
    await issue();
    await issue();
    expect(log.records).toEqual([{ level: 'error', event: 'quota_row_unreadable', caller: 'caller' }]);
    expect(quota.available()).toBe(true);
    expect((await issue('another')).ok).toBe(true);
  });

  test('is left as it is where a unit comes back to it', async () => {
    const { table, quota } = aBench();
    const taken = await quota.take('caller', POLICIES);
    table.put('caller', undefined);
    expect(taken.ok && (await quota.giveBack(taken.value))).toBe(false);
    expect(table.calls.filter((call) => call === 'write')).toHaveLength(2);
  });
});

describe('a row of a newer version', () => {
  test('refuses its caller with what it is, is not written, and says nothing of the table', async () => {
    const { table, quota, issue } = aBench();
    table.before((call) => {
      if (call === 'read') throw new RowError('NewerRow');
    });
    expect(errorOf(await issue())).toEqual({ reason: 'quota_unavailable', status: undefined, cause: 'NewerRow' });
    expect(table.calls).toEqual(['read']);
    expect(quota.available()).toBe(true);
  });
});

describe('instants that a clock wrote which is an hour ahead', () => {
  const ahead = [1, 2, 3].map((ms) => NOON_MS + HOUR_MS + ms);

  test('count from now on, and not an hour longer', async () => {
    const { table, issue, advance } = aBench();
    table.put('caller', ahead);
    expect(errorOf(await issue())).toMatchObject({ violated: ['minute'], waitSeconds: 62 });
    expect(table.issuedTo('caller')).toEqual([NOON_MS, NOON_MS + 1, NOON_MS + 2]);
    advance(62_000);
    expect((await issue()).ok).toBe(true);
    expect((await issue()).ok).toBe(false);
  });

  test('hold nobody else up, however many somebody wrote: the row is read in one pass', async () => {
    const { table, issue } = aBench();
    const many = Array.from({ length: 16_000 }, (_, ms) => NOON_MS + HOUR_MS + ms);
    table.put('caller', many);
    expect(errorOf(await issue())).toMatchObject({ reason: 'quota_exceeded', waitSeconds: 3_618 });
    expect(table.issuedTo('caller')).toHaveLength(many.length);
  });

  test('are found by each instance, and all of them still count', async () => {
    const { table, issue } = aBench();
    table.put('caller', ahead.slice(0, 2));
    expect((await issue()).ok).toBe(true);
    expect((await aBench(table, NOON_MS + 500).issue()).ok).toBe(false);
  });

  test('stay where the table’s clock agrees with them: then it is this instance that is behind', async () => {
    const table = aMemoryQuotaTable();
    const read = table.read;
    table.read = async (...args) => {
      const rows = await read(...args);
      return { ...rows, issued: { ...rows.issued, writtenAt: NOON_MS + HOUR_MS } };
    };
    table.put('caller', ahead);
    expect(errorOf(await aBench(table).issue())).toMatchObject({ waitSeconds: 3_663 });
    expect(table.issuedTo('caller')).toEqual(ahead);
  });

  test('are no others than those beyond what two clocks may differ by', async () => {
    const { table, issue } = aBench();
    table.put('caller', [NOON_MS + CLOCK_SKEW_MS]);
    await issue();
    expect(table.issuedTo('caller')).toEqual([NOON_MS, NOON_MS + CLOCK_SKEW_MS]);
  });
});
