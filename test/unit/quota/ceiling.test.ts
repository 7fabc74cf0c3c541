/** The ceiling of an app over all its end users: many rows, one limit. */
import fc from 'fast-check';
import { createCeiling, MAX_CEILING } from '../../../src/quota/ceiling.ts';
import type { PoliciesOf, UnitsPolicy } from '../../../src/quota/settings.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aQuotaBench } from './quota-bench.ts';

const APP = 'a'.repeat(32);
const userOf = (index: number) => index.toString(16).padStart(8, '0').padEnd(32, '0');
const hour = (limit: number) => ({ hour: { limit, windowSeconds: 3_600 } });

function aCeilingBench(bench = aQuotaBench()) {
  const ceiling = createCeiling(bench.quota);
  return {
    ...bench,
    take: (user: number, policies: PoliciesOf<UnitsPolicy>, app = APP) =>
      ceiling({ app, policies, callerHash: userOf(user) }),
  };
}

describe('the ceiling of an app', () => {
  test('is never passed, and refuses nobody before, however its end users come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 450 }),
        fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 }),
        async (limit, users) => {
          const { take } = aCeilingBench();
          for (let turn = 0; turn < limit; turn += 1) unwrap(await take(users[turn % users.length] ?? 0, hour(limit)));
          for (const user of [...users, 21]) {
            expect(errorOf(await take(user, hour(limit)))).toMatchObject({ violated: ['hour'], isOfApp: true });
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test('is one over instances that take at the same time', async () => {
    const first = aCeilingBench();
    const second = aCeilingBench(aQuotaBench({ now: first.clock.now }, first.table));
    const asked = Array.from({ length: 140 }, (_, index) => (index % 2 === 0 ? first : second).take(index, hour(130)));
    const taken = await Promise.all(asked);
    expect(taken.filter(({ ok }) => ok)).toHaveLength(130);
    expect(taken.flatMap((each) => (each.ok ? [] : [each.error.reason]))).toEqual(Array(10).fill('quota_exceeded'));
  });

  test('has all policies or none: what one of them gave comes back where another refuses', async () => {
    const { take, quota } = aCeilingBench();
    const both = { minute: { limit: 1, windowSeconds: 60 }, ...hour(2) };
    const [unit] = unwrap(await take(1, both));
    expect(errorOf(await take(2, both))).toMatchObject({ violated: ['minute'] });
    expect(errorOf(await take(3, both))).toMatchObject({ violated: ['minute'] });
    if (unit) await quota.giveBack(unit);
    expect(await take(4, both)).toMatchObject({ ok: true });
  });

  test('comes back with the share of the end user', async () => {
    const { take, quota } = aCeilingBench();
    const share = unwrap(await quota.take(userOf(1), {}));
    const ofApp = unwrap(await take(1, hour(1)));
    expect((await take(2, hour(1))).ok).toBe(false);
    await quota.giveBack({ ...share, ofApp });
    expect((await take(2, hour(1))).ok).toBe(true);
  });

  test('is that of one app', async () => {
    const { take } = aCeilingBench();
    unwrap(await take(1, hour(1)));
    expect((await take(1, hour(1))).ok).toBe(false);
    expect((await take(1, hour(1), 'b'.repeat(32))).ok).toBe(true);
  });

  test('says when the first of its shards has a unit again', async () => {
    const { take, quota, clock } = aCeilingBench();
    const use = async (user: number) => unwrap(await take(user, hour(200))).forEach(quota.keep);
    await use(0);
    clock.advance(600_000);
    for (let turn = 1; turn < 200; turn += 1) await use(turn);
    const standing = { name: 'hour', unit: 'units', limit: 200, windowSeconds: 3_600, remaining: 0 };
    expect(errorOf(await take(1, hour(200)))).toMatchObject({
      waitSeconds: 3_002,
      standings: [{ ...standing, resetSeconds: 3_002 }],
    });
  });

  test('is refused with the table', async () => {
    const { take, table } = aCeilingBench();
    table.before(() => {
      throw new Error('down');
    });
    expect(errorOf(await take(1, hour(MAX_CEILING)))).toMatchObject({ reason: 'quota_unavailable' });
  });
});
