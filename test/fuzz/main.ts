/**
 * `npm run fuzz -- --requests N --seed S`: generated requests against the bundle that ships, under the function host.
 * It fails at a 5xx that no switch caused, a client secret for a bad credential, a secret in an answer or a log, a
 * worker that ends, or memory that grows. The seed makes the same requests again.
 */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { startAzure } from '../../local/azure/azure.ts';
import { startHost } from '../../local/host/start-host.ts';
import { createCredentials } from './credentials.ts';
import type { GeneratedRequest } from './generated-request.ts';
import { isSteady, residentMib } from './memory.ts';
import { createRequests } from './requests.ts';
import { createSender, inParallel } from './sender.ts';
import { nextSwitch } from './switching.ts';
import { judge } from './verdict.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    minutes: { type: 'string', default: '20' },
  },
});
const total = Number(values.requests);
const seed = Number(values.seed);
const deadline = performance.now() + Number(values.minutes) * 60_000;
const BATCH = 500;
const CONNECTIONS = 32;
/** Half of what the smallest instance leaves us: a few hundred bytes leaked a request would end the worker. */
const HEAP_MIB = 128;
const MOST_COMPLAINTS = 20;
const PROGRESS_BATCHES = 20;

// Quotas are off: twenty people send what thousands would.
const azure = await startAzure({ settings: { 'realtime:quota': '{}' } });
const environment = { ...azure.environment, NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` };
const host = await startHost({ environment });
const sender = createSender(host.url, CONNECTIONS);
const requests = createRequests(await createCredentials(azure, seed));

const statuses = new Map<string, number>();
const complaints: string[] = [];
const memory: number[] = [];
let sent = 0;
let switchedFaults = 0;
let ended = false;
void host.exited.then(() => {
  ended = true;
});

async function ask(request: GeneratedRequest, thrown: string | undefined): Promise<void> {
  const answer = await sender.send(request);
  sent += 1;
  const status = typeof answer === 'string' ? 'none' : String(answer.status);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (typeof answer !== 'string' && answer.status >= 500 && thrown !== undefined) switchedFaults += 1;
  const complaint = typeof answer === 'string' ? answer : judge(request, answer, thrown !== undefined);
  if (complaint !== undefined) complaints.push(`${complaint}: ${describe(request)}`);
}

/** Without the credential itself. */
function describe({ method, target, headers, body, credential }: GeneratedRequest): string {
  const { authorization: _authorization, ...others } = headers;
  const start = body === undefined ? 'none' : JSON.stringify(Buffer.from(body).toString('latin1').slice(0, 200));
  return `${method} ${target} credential ${credential} headers ${JSON.stringify(others)} body ${start}`;
}

const startedAt = performance.now();
for (let batch = 0; sent < total; batch += 1) {
  if (ended || complaints.length >= MOST_COMPLAINTS || performance.now() > deadline) break;
  const thrown = nextSwitch(azure.switches, batch);
  const made = fc.sample(requests, { numRuns: Math.min(BATCH, total - sent), seed: seed + batch });
  await inParallel(made, CONNECTIONS, (request) => ask(request, thrown));
  azure.switches.reset();
  if (!ended) memory.push(residentMib(host.pid));
  if (batch % PROGRESS_BATCHES === PROGRESS_BATCHES - 1)
    process.stderr.write(`${sent} sent, ${complaints.length} complaints\n`);
}
const seconds = (performance.now() - startedAt) / 1_000;

const ready = ended ? undefined : await sender.send({ ...requestOf('/api/readyz'), method: 'GET' });
const endedEarly = ended;
const upstream = azure.requests.count('openai');
sender.close();
await host.stop();
await azure.stop();

if (endedEarly) complaints.push('the worker ended');
if (sent < total) complaints.push(`only ${sent} of ${total} requests were sent`);
if (typeof ready !== 'object' || ready.status !== 200) complaints.push('the app is not ready at the end');
if (/ek_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]{20,}/.test(host.output())) complaints.push('a secret in the log');
if (memory.length >= 40 && !isSteady(memory)) complaints.push('memory grows');

function requestOf(target: string): GeneratedRequest {
  return { method: 'POST', target, headers: {}, body: undefined, credential: 'none', mayMint: false };
}

const tenths = Array.from({ length: 10 }, (_, index) => memory[Math.ceil(((index + 1) / 10) * memory.length) - 1]);
const table = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
process.stdout.write(
  [
    `requests   ${sent} in ${seconds.toFixed(1)} s (${Math.round(sent / seconds)} a second), seed ${seed}`,
    `answers    ${table.join(', ')}`,
    `5xx        ${switchedFaults} while a switch was thrown`,
    `upstream   ${upstream} requests to the emulated Azure OpenAI`,
    `memory     ${tenths.join(', ')} MiB resident after each tenth, heap bounded at ${HEAP_MIB} MiB`,
    `complaints ${complaints.length}`,
    ...complaints.slice(0, MOST_COMPLAINTS).map((complaint) => `  ${complaint}`),
    '',
  ].join('\n'),
);
process.exitCode = complaints.length === 0 ? 0 : 1;
