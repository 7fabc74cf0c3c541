/**
 * `npm run bench:targets`: storms of 500 mints in whose middle the first of two targets fails, and what a second target
 * costs that is never used. It fails when somebody is refused, whatever the times are.
 */
import { startAzure } from '../../local/azure/azure.ts';
import { startHost } from '../../local/host/start-host.ts';
import { quantile } from './statistics.ts';

const CALLERS = 500;
/** Taken in turn, so that what else the machine does falls on both. */
const BLOCKS = 20;
const BLOCK = 50;
const TROUBLES = [
  ['resets connections', 'mint.answer', 'reset'],
  ['asks for a wait of a day', 'mint.error', 'token-quota'],
  ['answers to nobody', 'mint.answer', 'hang'],
] as const;

const azure = await startAzure({
  regions: ['eastus2'],
  settings: { 'realtime:profiles:one': '{"targets":["first"]}' },
});
const urls = [azure.urls.openai, ...azure.elsewhere.map(({ url }) => url)];
const targets = urls.map((endpoint, index) => ({ name: index === 0 ? 'first' : 'second', endpoint }));
azure.settings.set('realtime:targets', JSON.stringify(targets));
const token = await azure.callerToken();
let failed = false;

try {
  for (const trouble of TROUBLES) await storm(trouble);
  await compare();
} finally {
  await azure.stop();
}
process.exitCode = failed ? 1 : 0;

/** In a process of its own: nothing is remembered of the trouble before. */
async function storm([what, name, value]: (typeof TROUBLES)[number]): Promise<void> {
  const host = await startHost({ environment: azure.environment });
  await mint(host.url, 'default');
  const before = mintAtOnce(host.url, CALLERS / 2);
  azure.switches.set(name, value);
  const all = [...(await before), ...(await mintAtOnce(host.url, CALLERS / 2))];
  azure.switches.reset();
  await host.stop();
  const refused = all.filter(({ status }) => status !== 200).length;
  failed ||= refused > 0;
  const times = all.map(({ ms }) => ms);
  const at = (share: number): string => `p${share * 100} ${Math.round(quantile(times, share))} ms`;
  print(`${CALLERS} callers, and the first target ${what}: ${refused} refused, ${at(0.5)}, ${at(0.95)}`);
}

async function compare(): Promise<void> {
  const host = await startHost({ environment: azure.environment });
  const times: Record<'one' | 'default', number[]> = { one: [], default: [] };
  for (let block = -1; block < BLOCKS; block += 1) {
    for (const profile of ['one', 'default'] as const) {
      for (let turn = 0; turn < BLOCK; turn += 1) {
        const { ms } = await mint(host.url, profile);
        // The first block warms both.
        if (block >= 0) times[profile].push(ms);
      }
    }
  }
  await host.stop();
  const [one, two] = [quantile(times.one, 0.5), quantile(times.default, 0.5)];
  print(
    `A mint with a second target that is never used: ${(two / one).toFixed(2)} × one with a single target (medians)`,
  );
}

function mintAtOnce(url: string, count: number) {
  return Promise.all(Array.from({ length: count }, () => mint(url, 'default')));
}

async function mint(url: string, profile: string): Promise<{ readonly status: number; readonly ms: number }> {
  const begun = performance.now();
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ profile });
  const response = await fetch(`${url}/api/realtime/client_secrets`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - begun };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
