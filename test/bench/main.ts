/**
 * `npm run bench`: how fast the bundle that ships is, as ratios measured in one run against the least that could stand
 * in its place. A time is never a test's condition; docs/performance.md repeats the table and says how to read it.
 */
import { type Azure, startAzureProcess } from './azure.ts';
import { measureColdCallers } from './cold-callers.ts';
import { measureLatency } from './latency.ts';
import { makePackages, type Packages } from './packages.ts';
import { measureQuota } from './quota.ts';
import { measureReload } from './reload.ts';
import { measureReady, measureStartUp } from './start-up.ts';
import { describeMachine, type Row, toTable } from './table.ts';
import { measureThrottledStore } from './throttled-store.ts';
import { measureThroughput } from './throughput.ts';

const packages = await makePackages();
const azure = await startAzureProcess();
try {
  const rows = [
    ...(await measureStartUp(packages, azure)),
    await measureReload(packages, azure),
    await measureReady(packages, azure),
    bundleRow(packages),
    ...(await measureWarm(packages, azure)),
    ...(await measureThroughput(packages, azure)),
  ];
  rows.push(...(await measureColdCallers(packages, azure)), ...(await measureThrottledStore(azure)));
  rows.push(...(await measureQuota()));
  process.stdout.write(`${describeMachine()}\n\n${toTable(rows)}\n`);
} finally {
  await azure.stop();
  await packages.remove();
}

function bundleRow({ sizes }: Packages): Row {
  const kib = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
  return {
    what: 'Bundle',
    ours: kib(sizes.app),
    against: `${kib(sizes.empty)}, an empty function`,
    result: `${(sizes.app / sizes.empty).toFixed(1)} ×`,
    goal: '≤ 650 KiB',
  };
}

async function measureWarm(made: Packages, azureOfRun: Azure): Promise<readonly Row[]> {
  const { environment, mint } = azureOfRun;
  const upstream = { BENCH_UPSTREAM_URL: mint.url, BENCH_UPSTREAM_TOKEN: mint.token, BENCH_UPSTREAM_BODY: mint.body };
  const app = await made.start('app', environment);
  const forwarder = await made.start('forwarder', { ...environment, ...upstream });
  try {
    return await measureLatency(app, forwarder, azureOfRun);
  } finally {
    await app.stop();
    await forwarder.stop();
  }
}
