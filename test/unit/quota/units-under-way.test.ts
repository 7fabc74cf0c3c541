/** What a caller is told whose last units are out with requests of their own. */
import { NOON_MS } from '../../support/clock.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aQuotaBench as aBench } from './quota-bench.ts';

describe('a refusal while units are under way', () => {
  const [A_DAY, A_SECOND] = [{ day: { limit: 2, windowSeconds: 86_400 } }, 1];

  test('says a second and not the window, for nothing was issued', async () => {
    const { quota } = aBench();
    const units = [unwrap(await quota.take('caller', A_DAY)), unwrap(await quota.take('caller', A_DAY))];
    expect(errorOf(await quota.take('caller', A_DAY))).toMatchObject({
      reason: 'quota_exceeded',
      inFlight: true,
      waitSeconds: A_SECOND,
      standings: [{ remaining: 0, resetSeconds: 86_402 }],
    });
    for (const unit of units) await quota.giveBack(unit);
    expect((await quota.take('caller', A_DAY)).ok).toBe(true);
  });

  test('says the window as soon as they are issued', async () => {
    const { quota } = aBench();
    const units = [unwrap(await quota.take('caller', A_DAY)), unwrap(await quota.take('caller', A_DAY))];
    for (const unit of units) quota.keep(unit);
    expect(errorOf(await quota.take('caller', A_DAY))).toMatchObject({ inFlight: false, waitSeconds: 86_402 });
  });

  test('says the window where what is issued would refuse by itself', async () => {
    const { quota, issue, table } = aBench();
    await quota.take('caller', { ...A_DAY, hour: { limit: 3, windowSeconds: 3_600 } });
    table.put('caller', [...table.issuedTo('caller'), NOON_MS + 5, NOON_MS + 6]);
    expect(errorOf(await issue('caller', A_DAY))).toMatchObject({ inFlight: false });
  });

  test('is nobody else’s', async () => {
    const { quota } = aBench();
    for (let unit = 0; unit < 2; unit += 1) await quota.take('caller', A_DAY);
    expect((await quota.take('another', A_DAY)).ok).toBe(true);
  });
});
