/** Row 3: mints a second in a closed loop, ours and the bare forwarder's in turn, in pairs of fresh processes. */
import type { Azure } from './azure.ts';
import { aMint, type Call, createClient } from './client.ts';
import type { Packages } from './packages.ts';
import { describeSpread, median } from './statistics.ts';
import type { Row } from './table.ts';

const CONNECTIONS = 32;
/** Two processes of one program differ by a tenth: what counts is the median of pairs. */
const PAIRS = 7;
const ROUNDS = 5;
const REQUESTS = 500;
/** Whichever comes first ends a round. */
const ROUND_LIMIT_MS = 2_000;

interface Rates {
  readonly ours: number;
  readonly bare: number;
}

export async function measureThroughput(packages: Packages, azure: Azure): Promise<readonly Row[]> {
  const pairs: Rates[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push(await measurePair(packages, azure));
  const ratios = pairs.map(({ ours, bare }) => ours / bare);
  return [
    {
      what: `Throughput, ${CONNECTIONS} connections`,
      ours: `${median(pairs.map(({ ours }) => ours)).toFixed(0)} a second`,
      against: `${median(pairs.map(({ bare }) => bare)).toFixed(0)} a second, a bare forwarder`,
      result: `${describeSpread(ratios, 2)} ×`,
      goal: '≥ 0.78 ×',
    },
  ];
}

async function measurePair(packages: Packages, { environment, mint, callerToken }: Azure): Promise<Rates> {
  const upstream = { BENCH_UPSTREAM_URL: mint.url, BENCH_UPSTREAM_TOKEN: mint.token, BENCH_UPSTREAM_BODY: mint.body };
  const app = await packages.start('app', environment);
  const forwarder = await packages.start('forwarder', { ...environment, ...upstream });
  try {
    const path = '/api/realtime/client_secrets';
    const token = await callerToken();
    const ours = aMint(app.url + path, token, '{}');
    // The same request: a bare forwarder reads its headers too.
    const bare = aMint(forwarder.url + path, token, '{}');
    const rounds: Rates[] = [];
    // One round is thrown away: it warms both.
    for (let round = -1; round < ROUNDS; round += 1) {
      // Who goes first changes: the second may find the machine busier.
      const first = round % 2 === 0 ? await perSecond(ours) : undefined;
      const bareRate = await perSecond(bare);
      const oursRate = first ?? (await perSecond(ours));
      if (round >= 0) rounds.push({ ours: oursRate, bare: bareRate });
    }
    return { ours: median(rounds.map((rate) => rate.ours)), bare: median(rounds.map((rate) => rate.bare)) };
  } finally {
    await app.stop();
    await forwarder.stop();
  }
}

async function perSecond(call: Call): Promise<number> {
  const client = createClient(CONNECTIONS);
  const startedAt = performance.now();
  let started = 0;
  let answered = 0;
  const loop = async (): Promise<void> => {
    while (started < REQUESTS && performance.now() - startedAt < ROUND_LIMIT_MS) {
      started += 1;
      await client.send(call);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  const seconds = (performance.now() - startedAt) / 1_000;
  client.close();
  return answered / seconds;
}
