/**
 * `npm run azure`: the emulated Azure alone, on ports that stay the same, for `func start` or anything else that wants
 * to reach it. Ctrl-C ends it.
 */
import { parseArgs } from 'node:util';
import { startAzure } from './azure/azure.ts';
import { createGuide } from './azure/guide.ts';
import { PortTakenError } from './azure/http-server.ts';
import { PORT_COUNT, portsFrom } from './azure/ports.ts';

const DEFAULT_PORT_BASE = 7_080;
const MAX_PORT_BASE = 65_535 - PORT_COUNT;

try {
  const { values } = parseArgs({
    options: { 'port-base': { type: 'string' }, verbose: { type: 'boolean', default: false } },
  });
  await run(toPortBase(values['port-base']), values.verbose);
} catch (error) {
  const isUsage = error instanceof PortTakenError || error instanceof RangeError || error instanceof TypeError;
  process.stderr.write(`${isUsage ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(portBase: number, isVerbose: boolean): Promise<void> {
  const azure = await startAzure({
    ports: portsFrom(portBase),
    storage: true,
    ...(isVerbose && {
      onRequest: ({ service, method, path, query, status }) =>
        process.stdout.write(`${service} ${method} ${path}${query} ${status === 0 ? 'no answer' : status}\n`),
    }),
  });
  process.stdout.write(createGuide(azure));
  let isStopping = false;
  const stop = (): void => {
    // A second signal is for whoever does not want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    void azure.stop().then(() => process.stdout.write('The emulated Azure has stopped.\n'));
  };
  // SIGHUP is what Windows sends when the console window closes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/** 0 takes any free ports. */
function toPortBase(text: string | undefined): number {
  const base = text === undefined ? DEFAULT_PORT_BASE : Number(text);
  if (Number.isInteger(base) && base >= 0 && base <= MAX_PORT_BASE) return base;
  throw new RangeError(`--port-base is a whole number from 0 to ${MAX_PORT_BASE}; 0 takes any free ports.`);
}
