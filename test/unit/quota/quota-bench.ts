/** An instance's quota over a table in memory, on a clock that the test moves. */
import { createQuota, type QuotaOptions } from '../../../src/quota/quota.ts';
import type { QuotaPolicies } from '../../../src/quota/settings.ts';
import { aClock } from '../../support/clock.ts';
import { aMemoryQuotaTable, type MemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';

export function aQuotaBench(overrides: Partial<QuotaOptions> = {}, table: MemoryQuotaTable = aMemoryQuotaTable()) {
  const clock = aClock();
  const log = aLog();
  const quota = createQuota({ table, now: clock.now, random: () => 0, timeoutMs: 2_000, log, ...overrides });
  /** A unit that is used. */
  async function issue(caller: string, policies: QuotaPolicies) {
    const taken = await quota.take(caller, policies);
    if (taken.ok) quota.keep(taken.value);
    return taken;
  }
  return { clock, table, quota, log, issue };
}
