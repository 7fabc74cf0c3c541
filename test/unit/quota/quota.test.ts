import { createQuota } from '../../../src/quota/quota.ts';
import type { QuotaPolicies } from '../../../src/quota/settings.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';
import { aQuotaBench as aBench } from './quota-bench.ts';

const THREE: QuotaPolicies = { minute: { limit: 3, windowSeconds: 60 } };

describe('taking a unit', () => {
  test('needs no storage where there is no policy', async () => {
    const { quota, table } = aBench();
    expect(unwrap(await quota.take('caller', {})).standings).toEqual([]);
    expect(table.calls).toEqual([]);
    expect((await aBench({ table: undefined }).quota.take('caller', {})).ok).toBe(true);
  });

  test('is two round trips for a caller whom this instance does not know, then one each', async () => {
    const { quota, table } = aBench();
    await quota.take('caller', THREE);
    expect(table.calls).toEqual(['read', 'write']);
    await quota.take('caller', THREE);
    expect(table.calls).toEqual(['read', 'write', 'write']);
  });

  test('is admitted up to the limit, for each caller, and not beyond', async () => {
    const { quota, issue } = aBench();
    for (let unit = 0; unit < 3; unit += 1) expect((await issue('caller', THREE)).ok).toBe(true);
    const refused = errorOf(await quota.take('caller', THREE));
    expect(refused).toMatchObject({ reason: 'quota_exceeded', violated: ['minute'], waitSeconds: 62 });
    expect((await quota.take('another', THREE)).ok).toBe(true);
  });

  test('sees what other instances issued, though it keeps a row of its own', async () => {
    const { quota, table } = aBench();
    await quota.take('caller', THREE);
    table.put('caller', [NOON_MS, NOON_MS, NOON_MS]);
    expect((await quota.take('caller', THREE)).ok).toBe(false);
    expect(table.issuedTo('caller')).toHaveLength(3);
  });

  test('of many requests at once is admitted exactly to the limit', async () => {
    const table = aMemoryQuotaTable();
    const instances = Array.from({ length: 4 }, () => aBench({}, table).quota);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        instances[index % 4]?.take('caller', { a: { limit: 17, windowSeconds: 60 } }),
      ),
    );
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(17);
    expect(table.issuedTo('caller')).toHaveLength(17);
  });

  test('costs a refused caller’s flood one round trip a second', async () => {
    const { quota, table, clock } = aBench();
    table.put('caller', [NOON_MS, NOON_MS, NOON_MS]);
    for (let request = 0; request < 50; request += 1) await quota.take('caller', THREE);
    expect(table.calls).toEqual(['read']);
    clock.advance(1_000);
    await quota.take('caller', THREE);
    expect(table.calls).toEqual(['read', 'read']);
  });

  test('learns of a unit that came back on another instance', async () => {
    const { quota, table, clock } = aBench();
    for (let unit = 0; unit < 3; unit += 1) await quota.take('caller', THREE);
    table.put('caller', [NOON_MS, NOON_MS]);
    clock.advance(1_000);
    expect((await quota.take('caller', THREE)).ok).toBe(true);
  });
});

describe('storage that fails', () => {
  test('admits nobody, and readiness hears of it until a decision is made again', async () => {
    const { quota, table } = aBench();
    table.before(() => {
      throw Object.assign(new Error('quotes a credential'), { name: 'RestError', statusCode: 403, code: 'Forbidden' });
    });
    expect(errorOf(await quota.take('caller', THREE))).toEqual({
      reason: 'quota_unavailable',
      status: 403,
      cause: 'RestError Forbidden',
    });
    expect(quota.available()).toBe(false);
    table.before(() => undefined);
    expect((await quota.take('caller', THREE)).ok).toBe(true);
    expect(quota.available()).toBe(true);
  });

  test('that is not named admits nobody', async () => {
    const error = errorOf(await aBench({ table: undefined }).quota.take('caller', THREE));
    expect(error).toMatchObject({ reason: 'quota_unavailable', cause: 'StorageNotNamed' });
  });

  test('that never answers is waited for until the deadline, and does not hold up the next request', async () => {
    const { quota, table } = aBench({ timeoutMs: 20 });
    table.before(() => new Promise(() => undefined));
    expect(errorOf(await quota.take('caller', THREE))).toMatchObject({
      reason: 'quota_unavailable',
      cause: 'TimeoutError',
    });
    table.before(() => undefined);
    expect((await quota.take('caller', THREE)).ok).toBe(true);
  });

  test('that writes after the deadline gets its unit back, for nobody minted with it', async () => {
    const { quota, table } = aBench({ timeoutMs: 20 });
    const write = Promise.withResolvers<void>();
    table.before((call) => (call === 'write' ? write.promise : undefined));
    expect((await quota.take('caller', THREE)).ok).toBe(false);
    table.before(() => undefined);
    write.resolve();
    await settled();
    expect(table.calls).toEqual(['read', 'write', 'write']);
    expect(table.issuedTo('caller')).toEqual([]);
  });

  test('whose answer to a write is lost costs the unit and issues none too many', async () => {
    const { quota, table } = aBench();
    const write = table.write;
    let lost = true;
    const forgetful = createQuota({
      table: {
        ...table,
        async write(...args) {
          const row = await write(...args);
          if (!lost) return row;
          lost = false;
          throw new Error('reset');
        },
      },
      now: () => NOON_MS,
      random: () => 0,
      timeoutMs: 2_000,
      log: aLog(),
    });
    expect((await forgetful.take('caller', THREE)).ok).toBe(false);
    expect((await forgetful.take('caller', THREE)).ok).toBe(true);
    expect((await quota.take('caller', THREE)).ok).toBe(true);
    expect((await forgetful.take('caller', THREE)).ok).toBe(false);
  });

  test('that somebody else changes each time is given up, without a unit', async () => {
    const { quota, table } = aBench();
    table.before((call) => void (call === 'write' && table.put('caller', [])));
    expect(errorOf(await quota.take('caller', THREE))).toMatchObject({
      reason: 'quota_unavailable',
      cause: 'Contended',
    });
    expect(table.issuedTo('caller')).toEqual([]);
  });
});

describe('giving a unit back', () => {
  test('lets the caller have it again', async () => {
    const { quota } = aBench();
    const units = [];
    for (let unit = 0; unit < 3; unit += 1) units.push(unwrap(await quota.take('caller', THREE)));
    const [first] = units;
    if (!first) throw new Error('no unit');
    expect(await quota.giveBack(first)).toBe(true);
    expect((await quota.take('caller', THREE)).ok).toBe(true);
    expect((await quota.take('caller', THREE)).ok).toBe(false);
  });

  test('needs no storage where nothing was taken', async () => {
    const { quota, table } = aBench();
    expect(await quota.giveBack(unwrap(await quota.take('caller', {})))).toBe(false);
    expect(table.calls).toEqual([]);
  });

  test('happens once, however often it is asked for: another unit of the same millisecond stays', async () => {
    const { quota, issue, table } = aBench();
    const unit = unwrap(await quota.take('caller', THREE));
    await issue('caller', THREE);
    expect(await quota.giveBack(unit)).toBe(true);
    await issue('caller', THREE);
    expect(await quota.giveBack(unit)).toBe(false);
    expect(table.issuedTo('caller')).toHaveLength(2);
  });

  test('takes one unit though its answer was lost and it is done again', async () => {
    const table = aMemoryQuotaTable();
    const { quota, issue } = aBench({}, table);
    const unit = unwrap(await quota.take('caller', THREE));
    await issue('caller', THREE);
    const write = table.write;
    let lost = false;
    // As the SDK’s own repetition does it: the first has changed the ETag.
    table.write = async (...args) => {
      const row = await write(...args);
      if (lost) return row;
      lost = true;
      return undefined;
    };
    await quota.giveBack(unit);
    expect(lost).toBe(true);
    expect(table.issuedTo('caller')).toHaveLength(1);
  });

  test('never throws and never waits long when storage is gone: the unit is lost', async () => {
    const { quota, table } = aBench({ timeoutMs: 50 });
    const unit = unwrap(await quota.take('caller', THREE));
    table.before(() => new Promise(() => undefined));
    expect(await quota.giveBack(unit)).toBe(false);
    table.before(() => Promise.reject(new Error('down')));
    expect(await quota.giveBack(unit)).toBe(false);
  });
});
