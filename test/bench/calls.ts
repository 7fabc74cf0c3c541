/**
 * `npm run bench:calls`: voice calls one after the other, each with a turn there and back, and what is left of them
 * when the last one is over. It fails when something is left, whatever the times are. `-- --calls 40` for fewer.
 */
import { parseArgs } from 'node:util';
import { queryObjects } from 'node:v8';
import { RTCPeerConnection } from 'werift';
import { startAzure } from '../../local/azure/azure.ts';
import { call, mintSecret, PACKETS_OF_SILENCE, QUIET, resourceOf } from '../calls/caller.ts';
import { until } from '../calls/until.ts';
import { quantile } from './statistics.ts';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '200' } } });
const count = Number(values.calls);
/** Both ends of a call that is just being let go of. */
const MAX_PEERS_LEFT = 4;

const azure = await startAzure();
const resource = await resourceOf(azure);
const secret = await mintSecret(resource);
const readyMs: number[] = [];
const before = process.memoryUsage();
const cpu = process.cpuUsage();
for (let index = 0; index < count; index += 1) await makeCall();
const { user, system } = process.cpuUsage(cpu);
await until(
  () => azure.calls.list().length === 0 && openSockets() === 0 && livingPeers() <= MAX_PEERS_LEFT,
  () => `nothing left; there are ${azure.calls.list().length} calls, ${openSockets()} sockets, ${livingPeers()} peers`,
);
const after = process.memoryUsage();
await azure.stop();

const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
process.stdout.write(`${count} calls, both ends in one process: nothing is left.
Events can be sent after ${Math.round(quantile(readyMs, 0.5))} ms (median), ${Math.round(Math.max(...readyMs))} ms (longest).
${Math.round((user + system) / 1_000 / count)} ms of CPU a call.
RSS ${mib(before.rss)} to ${mib(after.rss)}, heap ${mib(before.heapUsed)} to ${mib(after.heapUsed)}.
`);

/** One in two is closed by the caller, the other by a hang-up. */
async function makeCall(): Promise<void> {
  const startedAt = performance.now();
  const caller = await call(resource, { secret });
  await caller.event('session.created');
  readyMs.push(performance.now() - startedAt);
  caller.speak(5);
  caller.speak(PACKETS_OF_SILENCE, QUIET);
  await caller.event('output_audio_buffer.stopped');
  if (readyMs.length % 2 === 0) await azure.calls.hangUp(caller.id);
  await caller.close();
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith('UDP')).length;
}

/** Collects garbage first. */
function livingPeers(): number {
  return queryObjects(RTCPeerConnection, { format: 'summary' }).length;
}
