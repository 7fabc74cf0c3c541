/**
 * `npm start`: everything on this machine. The emulated Azure first, then the playground, then the functions with the
 * environment that Azure would give them. Whatever fails, nothing is left running.
 */
import { startAzure } from './azure/azure.ts';
import { portsFrom } from './azure/ports.ts';
import { THE_FUNCTIONS } from './host/messages.ts';
import { startHost } from './host/start-host.ts';
import { untilAskedToEnd } from './kit/asked-to-end.ts';
import { PortTakenError } from './kit/listen.ts';
import { type ServedPage, startPage, THE_PLAYGROUND } from './page/server/start-page.ts';
import { startCoreTools } from './start/core-tools.ts';
import { EXAMPLE_PROFILES } from './start/example-profiles.ts';
import { formatLogLine, isProbe } from './start/log-line.ts';
import type { ServingHost } from './start/serving-host.ts';
import { parseStartOptions, START_USAGE, type StartOptions } from './start/start-options.ts';
import { startSupervisedHost } from './start/supervised-host.ts';
import { waitUntilReady } from './start/wait-until-ready.ts';
import { formatWelcome } from './start/welcome.ts';

const HARNESS_READY_MS = 15_000;
/** Core Tools starts a .NET host first. */
const CORE_TOOLS_READY_MS = 120_000;

/** Where a call goes on when the playground breaks the first region. */
const SECOND_REGIONS = ['eastus2'];

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @param isUp until then probes are this command’s own, and what they are answered is no news. */
function startFunctions(
  { func, port }: StartOptions,
  environment: Readonly<Record<string, string>>,
  isUp: () => boolean,
): Promise<ServingHost> {
  if (func) return startCoreTools({ port, environment });
  const onLog = (log: Parameters<typeof formatLogLine>[0]): void => {
    if (!isUp() && isProbe(log)) return;
    const line = formatLogLine(log);
    if (line !== undefined) print(line);
  };
  return startSupervisedHost({
    port,
    report: print,
    start: (at, stoppedTimers) => startHost({ environment, port: at, stoppedTimers, onLog }),
  });
}

async function serve(options: StartOptions, askedToEnd: Promise<void>): Promise<number> {
  const ports = portsFrom(options.azurePortBase);
  const azure = await startAzure({
    ports,
    regions: SECOND_REGIONS,
    storage: true,
    telemetry: !options.func,
    settings: EXAMPLE_PROFILES,
    callerOrigins: options.origins,
    onBehalf: true,
  });
  let host: ServingHost | undefined;
  let page: ServedPage | undefined;
  let isUp = false;
  try {
    const endpoint = () => (host === undefined ? '' : `${host.url.replace('127.0.0.1', 'localhost')}/api`);
    // Before the functions, which read the origins that may call them when they start.
    page = await startPage({ port: options.pagePort, azure, endpoint, origins: options.origins });
    host = await startFunctions(options, azure.environment, () => isUp);
    azure.subscription.site.host = new URL(host.url).host;
    const over = Promise.race([host.ended, askedToEnd.then(() => undefined)]);
    const waiting = new AbortController();
    const problem = await Promise.race([
      waitUntilReady({
        url: `${host.url}/api/readyz`,
        limitMs: options.func ? CORE_TOOLS_READY_MS : HARNESS_READY_MS,
        signal: waiting.signal,
      }),
      over.then(() => 'ended'),
    ]);
    waiting.abort();
    isUp = true;
    if (problem !== 'ended') {
      const hostName = options.func ? 'Functions (Core Tools)' : 'Functions (bundle harness)';
      const { origins } = options;
      print(formatWelcome({ pageUrl: page.url, endpoint: endpoint(), hostName, urls: azure.urls, origins }));
      if (problem !== undefined) print(`Not ready yet: ${host.url}/api/readyz answers ${problem}\n`);
    }
    const why = await over;
    if (why !== undefined) process.stderr.write(`${why}\n`);
    return why === undefined ? 0 : 1;
  } finally {
    await host?.stop();
    await page?.stop();
    await azure.stop();
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof PortTakenError ? error.advising(`npm start -- ${portOption(error)}`) : error.message;
}

function portOption({ needed, port }: PortTakenError): string {
  if (needed === THE_FUNCTIONS) return `--port ${port + 1}`;
  return needed === THE_PLAYGROUND ? `--page-port ${port + 1}` : '--azure-port-base <number>';
}

async function main(): Promise<number> {
  const askedToEnd = untilAskedToEnd();
  try {
    const options = parseStartOptions(process.argv.slice(2));
    if (!options.help) return await serve(options, askedToEnd);
    print(START_USAGE);
    return 0;
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    return 1;
  }
}

process.exit(await main());
