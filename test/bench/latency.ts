/**
 * Row 2: what a warm mint costs on top of the upstream's own answer, one request at a time. The bare forwarder is
 * measured too: what it adds is the host's and fetch's, and only the rest is ours.
 */
import type { Azure } from './azure.ts';
import { aMint, type Call, createClient } from './client.ts';
import type { Host } from './packages.ts';
import { quantile } from './statistics.ts';
import type { Row } from './table.ts';

const WARM_UP = 1_000;
const REQUESTS = 2_000;
/** Taken in turn, so that what else the machine does falls on both. */
const BLOCK = 50;

interface Times {
  readonly direct: number[];
  readonly bare: number[];
  readonly ours: number[];
  readonly inProcess: number[];
}

export async function measureLatency(app: Host, forwarder: Host, azure: Azure): Promise<readonly Row[]> {
  const { url, token, body } = azure.mint;
  const path = '/api/realtime/client_secrets';
  const callerToken = await azure.callerToken();
  const direct = aMint(url, token, body);
  const bare = aMint(forwarder.url + path, callerToken, '{}');
  const ours = aMint(app.url + path, callerToken, '{}');
  const client = createClient(1);

  async function block(call: Call, times: number[]): Promise<readonly string[]> {
    const serverTimings: string[] = [];
    for (let turn = 0; turn < BLOCK; turn += 1) {
      const startedAt = performance.now();
      const { headers } = await client.send(call);
      times.push(performance.now() - startedAt);
      serverTimings.push(String(headers['server-timing']));
    }
    return serverTimings;
  }
  async function sendBlocks(requests: number): Promise<Times> {
    const times: Times = { direct: [], bare: [], ours: [], inProcess: [] };
    for (let sent = 0; sent < requests; sent += BLOCK) {
      await block(direct, times.direct);
      await block(bare, times.bare);
      const serverTimings = await block(ours, times.ours);
      times.inProcess.push(...serverTimings.map((text) => phase(text, 'total') - phase(text, 'upstream')));
    }
    return times;
  }

  await sendBlocks(WARM_UP);
  const times = await sendBlocks(REQUESTS);
  client.close();
  return [0.5, 0.99].flatMap((share) => toRows(times, share));
}

function toRows(times: Times, share: number): readonly Row[] {
  const [direct, bare, ours, inProcess] = [times.direct, times.bare, times.ours, times.inProcess].map((list) =>
    quantile(list, share),
  ) as [number, number, number, number];
  const name = `p${share * 100}`;
  const against = `${direct.toFixed(2)} ms, the upstream directly`;
  const over = (ms: number): string => `+${(ms - direct).toFixed(2)} ms, ${(ms / direct).toFixed(2)} ×`;
  return [
    { what: `Warm mint over HTTP, ${name}`, ours: `${ours.toFixed(2)} ms`, against, result: over(ours), goal: '–' },
    { what: `A bare forwarder's, ${name}`, ours: `${bare.toFixed(2)} ms`, against, result: over(bare), goal: '–' },
    {
      what: `Warm mint in process, ${name}`,
      ours: `${inProcess.toFixed(2)} ms`,
      against: 'the handler without its upstream phase',
      result: `+${inProcess.toFixed(2)} ms`,
      goal: '≤ 1 ms',
    },
  ];
}

/** Milliseconds of one phase in `settings;dur=0.01, upstream;dur=2.2, total;dur=2.9`. */
function phase(serverTiming: string, name: string): number {
  const text = new RegExp(`(?:^|, )${name};dur=([\\d.]+)`).exec(serverTiming)?.[1];
  if (text === undefined) throw new Error(`Server-Timing has no phase ${name}: ${serverTiming}`);
  return Number(text);
}
