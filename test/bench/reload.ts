/**
 * Row 1b: what a cold caller waits for where Azure keeps workers without an app ready, as Flex Consumption does: from
 * the moment in which such a worker is given directory and environment to its first answer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Azure } from './azure.ts';
import { aMint, type Call } from './client.ts';
import { timeFirstAnswer } from './first-answer.ts';
import type { PackageName, Packages } from './packages.ts';
import { describeSpread, median } from './statistics.ts';
import type { Row } from './table.ts';

const ROUNDS = 7;
/** A placeholder has stood there for longer. */
const STOOD_MS = 500;

export async function measureReload(packages: Packages, azure: Azure): Promise<Row> {
  const token = await azure.callerToken();
  const health = (url: string): Call => ({ url: `${url}/api/healthz`, method: 'GET' });
  const mint = (url: string): Call => aMint(`${url}/api/realtime/client_secrets`, token, '{}');
  const samples: { empty: number; mint: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    samples.push({
      empty: await timeReload(packages, 'empty', azure, health),
      mint: await timeReload(packages, 'app', azure, mint),
    });
  }
  const ms = (name: 'empty' | 'mint'): string => `${median(samples.map((sample) => sample[name])).toFixed(0)} ms`;
  return {
    what: 'Reload of a placeholder to first mint',
    ours: ms('mint'),
    against: `${ms('empty')}, an empty function’s first answer`,
    result: `${describeSpread(
      samples.map((sample) => sample.mint / sample.empty),
      2,
    )} ×`,
    goal: '–',
  };
}

async function timeReload(
  packages: Packages,
  name: PackageName,
  { environment }: Azure,
  call: (url: string) => Call,
): Promise<number> {
  const placeholder = await packages.startPlaceholder(name, environment);
  await sleep(STOOD_MS);
  return timeFirstAnswer(() => placeholder.specialize(), call);
}
