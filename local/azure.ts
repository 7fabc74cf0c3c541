/**
 * `npm run azure`: the emulated Azure alone, on ports that stay the same, for `func start` or anything else that wants
 * to reach it. Ctrl-C ends it.
 */
import { parseArgs } from 'node:util';
import { startAzure } from './azure/azure.ts';
import { createGuide } from './azure/guide.ts';
import { PORT_COUNT, portsFrom } from './azure/ports.ts';
import { untilAskedToEnd } from './kit/asked-to-end.ts';
import { PortTakenError } from './kit/listen.ts';
import { parsePort } from './kit/port-option.ts';

const DEFAULT_PORT_BASE = '7080';

const USAGE = `npm run azure [-- options]

  --port-base <number>  first of the ${PORT_COUNT} ports (${DEFAULT_PORT_BASE}; 0 takes free ones)
  --region <name>       one more Azure OpenAI account, in that region, with switches of its own
                        (<name>.mint.error); may be repeated, and each takes one more port
  --verbose             a line for each request
  --help                this text`;

try {
  const { values } = parseArgs({
    options: {
      'port-base': { type: 'string', default: DEFAULT_PORT_BASE },
      region: { type: 'string', multiple: true, default: [] },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(`${USAGE}\n`);
  else {
    // Each region takes one more.
    const portBase = parsePort(values['port-base'], '--port-base', PORT_COUNT + values.region.length);
    await run(portBase, values.region, values.verbose);
  }
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}

async function run(portBase: number, regions: readonly string[], isVerbose: boolean): Promise<void> {
  const askedToEnd = untilAskedToEnd();
  const azure = await startAzure({
    ports: { ...portsFrom(portBase), elsewhere: portBase === 0 ? 0 : portBase + PORT_COUNT },
    regions,
    storage: true,
    ...(isVerbose && {
      onRequest: ({ service, method, path, query, status }) =>
        process.stdout.write(`${service} ${method} ${path}${query} ${status === 0 ? 'no answer' : status}\n`),
    }),
  });
  process.stdout.write(createGuide(azure));
  await askedToEnd;
  await azure.stop();
  process.stdout.write('The emulated Azure has stopped.\n');
}

function describeFailure(error: unknown): string {
  if (error instanceof PortTakenError) return error.advising('npm run azure -- --port-base <number>');
  if (error instanceof RangeError) return error.message;
  return error instanceof TypeError ? `${error.message} --help lists the options.` : String(error);
}
