/**
 * Row 5: how many quota decisions one instance makes a second, for callers who have nothing to do with each other. It
 * stands against bare writes of the same rows through the same SDK, which is what a decision cannot do without.
 */
import { startStorageService } from '../../local/azure/storage/storage-service.ts';
import { createAzureQuotaTable } from '../../src/azure/quota-table.ts';
import { createLog } from '../../src/lib/log.ts';
import { createQuota } from '../../src/quota/quota.ts';
import type { QuotaRow } from '../../src/quota/quota-table.ts';
import { QUOTA_SETTINGS } from '../../src/quota/settings.ts';
import type { Row } from './table.ts';

const CALLERS = 1_000;
const AT_ONCE = 16;
/** Taken in turn, so that what else the machine does falls on both; with the first decision fewer than six a minute. */
const ROUNDS = 4;
/** Of a decision here: nothing is to be refused because the machine is busy. */
const TIMEOUT_MS = 30_000;

export async function measureQuota(): Promise<readonly Row[]> {
  const storage = await startStorageService(0);
  try {
    const credential = { getToken: async () => null };
    const table = createAzureQuotaTable({ connection: storage.connection, tableServiceUri: undefined, credential });
    const log = createLog(console);
    const quota = createQuota({ table, now: Date.now, random: Math.random, timeoutMs: TIMEOUT_MS, log });
    async function decide(caller: string): Promise<void> {
      const decision = await quota.take(caller, QUOTA_SETTINGS.quota.default);
      if (!decision.ok) throw new Error(`A decision ended with ${decision.error.reason}.`);
      quota.keep(decision.value);
    }
    // Makes the table, and the SDK's code fast.
    await perSecond((index) => decide(`warm-up-${index}`));
    const unknown = await perSecond((index) => decide(`caller-${index}`));

    const rows = new Map<number, QuotaRow>();
    const write = async (index: number): Promise<void> => {
      const issued = rows.get(index) ?? { issued: [], etag: undefined };
      const change = { issued: [Date.now()] };
      const written = await table.write(`bare-${index}`, { issued }, change, AbortSignal.timeout(TIMEOUT_MS));
      if (written?.issued) rows.set(index, written.issued);
    };
    await perSecond(write);
    let [known, bare] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      known += (await perSecond((index) => decide(`caller-${index}`))) / ROUNDS;
      bare += (await perSecond(write)) / ROUNDS;
    }
    return [
      {
        what: 'Quota decisions a second, distinct callers',
        ours: `${Math.round(known)}; ${unknown} of callers seen for the first time`,
        against: `${Math.round(bare)} bare writes to Azurite`,
        result: `${(known / bare).toFixed(2)} ×`,
        goal: '—',
      },
    ];
  } finally {
    await storage.stop();
  }
}

async function perSecond(act: (index: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  let next = 0;
  async function work(): Promise<void> {
    while (next < CALLERS) {
      next += 1;
      await act(next);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return Math.round(CALLERS / ((performance.now() - begun) / 1_000));
}
