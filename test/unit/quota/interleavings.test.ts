/** Whatever order the table's answers come in, and whichever of them are lost: never more secrets than the limit. */
import * as fc from 'fast-check';
import { createQuota } from '../../../src/quota/quota.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';

const LIMIT = 3;
const POLICIES = { hour: { limit: LIMIT, windowSeconds: 3_600 } };

interface Asked {
  readonly instance: number;
  /** Azure refuses, and the unit is given back. */
  readonly refused: boolean;
  /** The table does what it is asked and the answer does not arrive, so that the SDK asks again. */
  readonly lost: boolean;
  /** The clock stands still for as many requests. */
  readonly sameMillisecond: boolean;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  instance: fc.nat({ max: 1 }),
  refused: fc.boolean(),
  lost: fc.boolean(),
  sameMillisecond: fc.boolean(),
});

test('a unit that is given back again and again comes back once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 4, maxLength: 14 }), fc.scheduler(), async (requests, scheduler) => {
      const table = aMemoryQuotaTable();
      table.before(() => scheduler.schedule(Promise.resolve()));
      const write = table.write;
      let lose = false;
      table.write = async (...args) => {
        const row = await write(...args);
        const isLost = lose && row !== undefined;
        if (isLost) lose = false;
        return isLost ? undefined : row;
      };
      let ticks = 0;
      // A second apart: within what clocks may differ by, and no millisecond is read twice.
      const instances = [0, 1].map((index) =>
        createQuota({
          table,
          now: () => NOON_MS + ticks + index * 1_000,
          random: () => 0,
          timeoutMs: 10_000,
          log: aLog(),
        }),
      );
      let secrets = 0;
      async function mint({ instance, refused, lost, sameMillisecond }: Asked): Promise<void> {
        if (!sameMillisecond) ticks += 1;
        const quota = instances[instance];
        const taken = await quota?.take('caller', POLICIES);
        if (!quota || !taken?.ok) return;
        if (refused) {
          lose = lost;
          await Promise.all([quota.giveBack(taken.value), quota.giveBack(taken.value)]);
          await quota.giveBack(taken.value);
        } else {
          secrets += 1;
          quota.keep(taken.value);
        }
      }
      await scheduler.waitFor(Promise.all(requests.map(mint)));
      await scheduler.waitFor(
        Promise.all(requests.map((request) => mint({ ...request, refused: false, lost: false }))),
      );
      expect(secrets).toBeLessThanOrEqual(LIMIT);
      expect(new Set(table.issuedTo('caller')).size).toBe(table.issuedTo('caller').length);
    }),
    { numRuns: 200 },
  );
});
