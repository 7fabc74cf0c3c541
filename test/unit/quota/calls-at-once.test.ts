/** A unit and the slot of a call, taken in one write. */
import type { QuotaPolicies } from '../../../src/quota/settings.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aQuotaBench as aBench } from './quota-bench.ts';

const UNITS: QuotaPolicies = { minute: { limit: 6, windowSeconds: 60 } };
const MINUTES: QuotaPolicies = { day: { minutes: 60, windowSeconds: 86_400 } };
const SECOND = 1_000;
const aCall = (id: string, perCaller: number | undefined = 2) => ({ id, wantedSeconds: 600, perCaller });
const live = (callId: string) => ({ callId, startedAt: NOON_MS, until: NOON_MS + 900 * SECOND });

describe('a call that is counted', () => {
  test('is one read and one write for a caller whom nobody knows, then one write', async () => {
    const { quota, table } = aBench();
    expect(unwrap(await quota.take('caller', UNITS, aCall('a')))).toMatchObject({ slot: 'a', grantSeconds: 600 });
    await quota.take('caller', UNITS, aCall('b'));
    expect(table.calls).toEqual(['read', 'write', 'write']);
  });

  test('is counted exactly over any number of instances', async () => {
    const table = aMemoryQuotaTable();
    const instances = Array.from({ length: 4 }, () => aBench({}, table).quota);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => instances[index % 4]?.take('caller', {}, aCall(`call-${index}`))),
    );
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(2);
    expect(table.callsOf('caller').slots).toHaveLength(2);
  });

  test('above the cap says which calls are on the line, takes no unit, and another caller is served', async () => {
    const { quota, table } = aBench();
    for (const id of ['a', 'b']) await quota.take('caller', UNITS, aCall(id));
    const refused = errorOf(await quota.take('caller', UNITS, aCall('c')));
    expect(refused).toMatchObject({ reason: 'calls_exceeded', perCaller: 2, waitSeconds: 40 });
    expect(refused).toHaveProperty('slots', [
      expect.objectContaining({ id: 'a' }),
      expect.objectContaining({ id: 'b' }),
    ]);
    expect(table.issuedTo('caller')).toHaveLength(2);
    expect((await quota.take('another', UNITS, aCall('d'))).ok).toBe(true);
  });

  test('that was never begun frees its place by itself after 40 seconds', async () => {
    const { quota, clock } = aBench();
    for (const id of ['a', 'b']) await quota.take('caller', {}, aCall(id));
    clock.advance(42 * SECOND - 1);
    expect((await quota.take('caller', {}, aCall('c'))).ok).toBe(false);
    clock.advance(1 * SECOND);
    expect((await quota.take('caller', {}, aCall('c'))).ok).toBe(true);
  });

  test('that has begun keeps its place until it is released', async () => {
    const { quota, clock } = aBench();
    await quota.take('caller', {}, aCall('a', 1));
    expect(unwrap(await quota.confirm('caller', 'a', live('rtc_1')))).toBe(true);
    clock.advance(600 * SECOND);
    expect((await quota.take('caller', {}, aCall('b', 1))).ok).toBe(false);
    expect(unwrap(await quota.release('caller', 'a', { endedAt: clock.now(), seconds: 600 }))).toBe(true);
    expect((await quota.take('caller', {}, aCall('b', 1))).ok).toBe(true);
  });

  test('is not confirmed once its place has lapsed', async () => {
    const { quota, clock } = aBench();
    await quota.take('caller', {}, aCall('a', 1));
    clock.advance(43 * SECOND);
    expect(unwrap(await quota.confirm('caller', 'a', live('rtc_1')))).toBe(false);
  });

  test('gives unit and place back where it surely never began', async () => {
    const { quota, table } = aBench();
    const taken = unwrap(await quota.take('caller', UNITS, aCall('a')));
    expect(await quota.giveBack(taken)).toBe(true);
    expect(table.issuedTo('caller')).toEqual([]);
    expect(table.callsOf('caller').slots).toEqual([]);
  });

  test('needs no storage where nothing counts it', async () => {
    const { quota, table } = aBench();
    const order = { id: 'a', wantedSeconds: 600, perCaller: undefined };
    expect(unwrap(await quota.take('caller', {}, order))).toMatchObject({ grantSeconds: 600, takenAt: undefined });
    expect(table.calls).toEqual([]);
  });
});

describe('minutes of speech', () => {
  test('are reserved whole and given back when the end is known', async () => {
    const { quota, clock } = aBench();
    const first = { id: 'a', wantedSeconds: 3_600, perCaller: undefined };
    expect(unwrap(await quota.take('caller', MINUTES, first)).grantSeconds).toBe(3_600);
    const refused = errorOf(await quota.take('caller', MINUTES, { ...first, id: 'b' }));
    expect(refused).toMatchObject({ reason: 'quota_exceeded', violated: ['day'] });
    await quota.confirm('caller', 'a', live('rtc_1'));
    clock.advance(60 * SECOND);
    await quota.release('caller', 'a', { endedAt: clock.now(), seconds: 60 });
    expect(unwrap(await quota.take('caller', MINUTES, { ...first, id: 'b' })).grantSeconds).toBe(3_540);
  });

  test('are charged once, whoever releases the slot first', async () => {
    const { quota, table } = aBench();
    await quota.take('caller', MINUTES, aCall('a'));
    const spent = { endedAt: NOON_MS, seconds: 60 };
    const released = await Promise.all([quota.release('caller', 'a', spent), quota.release('caller', 'a', spent)]);
    expect(released.map(unwrap).sort()).toEqual([false, true]);
    expect(table.callsOf('caller').spent).toEqual([spent]);
  });

  test('are charged where another instance took the slot a moment ago', async () => {
    const table = aMemoryQuotaTable();
    const [first, second] = [aBench({}, table).quota, aBench({}, table).quota];
    await second.take('caller', MINUTES, aCall('a', 3));
    await first.take('caller', MINUTES, aCall('b', 3));
    await first.confirm('caller', 'b', live('rtc_2'));
    expect(unwrap(await second.release('caller', 'b', { endedAt: NOON_MS, seconds: 1 }))).toBe(true);
    expect(table.callsOf('caller').spent).toHaveLength(1);
  });

  test('are told in the standings, after what the call has reserved', async () => {
    const { quota } = aBench();
    const { standings } = unwrap(await quota.take('caller', { ...UNITS, ...MINUTES }, aCall('a')));
    expect(standings).toMatchObject([
      { name: 'minute', unit: 'units', remaining: 5 },
      { name: 'day', unit: 'minutes', limit: 60, remaining: 50 },
    ]);
  });
});

describe('a row of calls that cannot be read', () => {
  test('is as good as full until every call of it has ended, is said once, and heals', async () => {
    const { quota, table, log, clock } = aBench();
    table.putCalls('caller', undefined);
    expect((await quota.take('caller', MINUTES, aCall('a'))).ok).toBe(false);
    expect((await quota.take('caller', {}, aCall('a'))).ok).toBe(false);
    expect(log.records).toEqual([{ level: 'error', event: 'quota_row_unreadable', caller: 'caller' }]);
    clock.advance(65 * 60 * SECOND + 2 * SECOND);
    expect((await quota.take('caller', {}, aCall('a'))).ok).toBe(true);
  });

  test('is nobody’s trouble who wants no call', async () => {
    const { quota, table } = aBench();
    table.putCalls('caller', undefined);
    expect((await quota.take('caller', UNITS)).ok).toBe(true);
  });
});
