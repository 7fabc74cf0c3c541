/** Row 1: from starting a process to its first answer, ours and the empty function's in turn, and ours with telemetry. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Azure } from './azure.ts';
import { aMint, type Call, createClient } from './client.ts';
import { timeFirstAnswer } from './first-answer.ts';
import type { PackageName, Packages } from './packages.ts';
import { describeSpread, median } from './statistics.ts';
import type { Row } from './table.ts';

const ROUNDS = 15;

export async function measureStartUp(packages: Packages, azure: Azure): Promise<readonly Row[]> {
  const token = await azure.callerToken();
  const health = (url: string): Call => ({ url: `${url}/api/healthz`, method: 'GET' });
  const mint = (url: string): Call => aMint(`${url}/api/realtime/client_secrets`, token, '{}');
  const firstAnswer = (name: PackageName, call: (url: string) => Call, environment = azure.environment) =>
    timeFirstAnswer(() => packages.start(name, environment), call);

  const samples: { empty: number; health: number; mint: number; told: number }[] = [];
  // One round is thrown away: it brings the files into the system's cache.
  for (let round = -1; round < ROUNDS; round += 1) {
    const sample = {
      empty: await firstAnswer('empty', health),
      health: await firstAnswer('app', health),
      mint: await firstAnswer('app', mint),
      told: await firstAnswer('app', mint, azure.environmentWithTelemetry),
    };
    if (round >= 0) samples.push(sample);
  }
  const [empty, healthMs, mintMs, toldMs] = (['empty', 'health', 'mint', 'told'] as const).map((name) =>
    median(samples.map((sample) => sample[name])),
  ) as [number, number, number, number];
  const row = (what: string, name: 'health' | 'mint', ms: number, goal: string): Row => ({
    what,
    ours: `${ms.toFixed(0)} ms`,
    against: `${empty.toFixed(0)} ms, an empty function`,
    result: `${describeSpread(
      samples.map((sample) => sample[name] / sample.empty),
      2,
    )} ×`,
    goal,
  });
  return [
    row('Process start to first answer', 'health', healthMs, '≤ 1.65 ×'),
    row('Process start to first mint', 'mint', mintMs, '≤ 1.95 ×'),
    {
      what: 'The same with telemetry on',
      ours: `${toldMs.toFixed(0)} ms`,
      against: `${mintMs.toFixed(0)} ms, off`,
      result: `${describeSpread(
        samples.map(({ told, mint: off }) => told / off),
        2,
      )} ×`,
      goal: 'noise of 1 ×',
    },
  ];
}

/** How far the issuer is away, for each of its answers: Entra's own distance from the same region. */
const ISSUER_DELAY_MS = 40;
const READY_ROUNDS = 7;
/** An instance that the platform keeps ready has stood there for longer. */
const STOOD_MS = 1_000;

export async function measureReady(packages: Packages, azure: Azure): Promise<Row> {
  const token = await azure.callerToken();
  const times: number[] = [];
  await azure.setSwitch('issuer.delayMs', String(ISSUER_DELAY_MS));
  for (let round = 0; round < READY_ROUNDS; round += 1) {
    const client = createClient(1);
    const host = await packages.start('app', azure.environment);
    await sleep(STOOD_MS);
    const startedAt = performance.now();
    await client.send(aMint(`${host.url}/api/realtime/client_secrets`, token, '{}'));
    times.push(performance.now() - startedAt);
    client.close();
    await host.stop();
  }
  await azure.setSwitch('issuer.delayMs', '0');
  return {
    what: 'First mint of an instance that stands ready',
    ours: `${median(times).toFixed(0)} ms`,
    against: `${ISSUER_DELAY_MS} ms for each answer of the issuer`,
    result: `${describeSpread(times, 0)} ms`,
    goal: '≤ 35 ms',
  };
}
