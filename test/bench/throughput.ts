/** Row 3: mints a second in a closed loop, ours and the bare forwarder's in turn, on the same host. */
import type { Azure } from './azure.ts';
import { aMint, type Call, createClient } from './client.ts';
import type { Host } from './packages.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';

const CONNECTIONS = 32;
const ROUNDS = 21;
const REQUESTS = 500;
/** Whichever comes first ends a round. */
const ROUND_LIMIT_MS = 2_000;

export async function measureThroughput(app: Host, forwarder: Host, azure: Azure): Promise<readonly Row[]> {
  const path = '/api/realtime/client_secrets';
  const token = await azure.callerToken();
  const ours = aMint(app.url + path, token, '{}');
  // The same request: a bare forwarder reads its headers too.
  const bare = aMint(forwarder.url + path, token, '{}');
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    // Who goes first changes: the second may find the machine busier.
    const first = round % 2 === 0 ? await perSecond(ours) : undefined;
    const bareRate = await perSecond(bare);
    const oursRate = first ?? (await perSecond(ours));
    if (round >= 0) rounds.push({ ours: oursRate, bare: bareRate });
  }
  return [
    {
      what: `Throughput, ${CONNECTIONS} connections`,
      ours: `${median(rounds.map((rate) => rate.ours)).toFixed(0)} a second`,
      against: `${median(rounds.map((rate) => rate.bare)).toFixed(0)} a second, a bare forwarder`,
      result: `${median(rounds.map((rate) => rate.ours / rate.bare)).toFixed(2)} ×`,
      goal: '≥ 0.8 ×',
    },
  ];
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
