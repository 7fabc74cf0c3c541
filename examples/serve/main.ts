/** `npm run example -- <name>`: one example, beside an `npm start` that lets its origin call. Ctrl-C ends it. */
import { parseArgs } from 'node:util';
import { untilAskedToEnd } from '../../local/kit/asked-to-end.ts';
import { PortTakenError } from '../../local/kit/listen.ts';
import { parsePort } from '../../local/kit/port-option.ts';
import { type NpmStart, USUAL } from './npm-start.ts';
import { EXAMPLES, type ExampleName, startExample } from './start-example.ts';

const USAGE = `npm run example -- <name> [options]

  <name>             ${EXAMPLES.join(', ')}
  --port <number>    port of the page (5173; 0 takes a free one); its origin is what npm start -- --origin has to name
  --endpoint <url>   of the functions (${USUAL.endpoint})
  --control <url>    of the control service (${USUAL.control})
  --issuer <url>     of the tokens (${USUAL.issuer})
  --help             this text`;

interface Typed extends NpmStart {
  readonly name: ExampleName;
  readonly port: number;
}

/** `undefined` where the usage is asked for. Throws an error for a person. */
function parse(args: readonly string[]): Typed | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '5173' },
      endpoint: { type: 'string', default: USUAL.endpoint },
      control: { type: 'string', default: USUAL.control },
      issuer: { type: 'string', default: USUAL.issuer },
      help: { type: 'boolean', default: false },
    },
  });
  const { endpoint, control, issuer, help } = values;
  if (help) return undefined;
  const name = EXAMPLES.find((example) => example === positionals[0]);
  if (name === undefined || positionals.length > 1) throw new Error(`Name one example: ${EXAMPLES.join(', ')}.`);
  return { name, port: parsePort(values.port, '--port'), endpoint, control, issuer };
}

async function serve({ name, port, ...npmStart }: Typed): Promise<void> {
  const askedToEnd = untilAskedToEnd();
  const { origin, stop } = await startExample({ name, port, npmStart: () => npmStart });
  print(`${origin} is the example ${name}: open it and press Talk. Ctrl-C ends it.`);
  if (!(await isLetIn(origin, npmStart.control)))
    print(`It needs, in another terminal: npm start -- --origin ${origin}`);
  await askedToEnd;
  await stop();
}

/** Whether a running `npm start` gives pages of this origin a caller’s token: what a browser asks it first. */
async function isLetIn(origin: string, control: string): Promise<boolean> {
  const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };
  const answer = await fetch(`${control}/caller-token`, preflight).catch(() => undefined);
  return answer?.ok === true;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function describeFailure(error: unknown): string {
  if (error instanceof PortTakenError) return error.advising(`npm run example -- <name> --port ${error.port + 1}`);
  return error instanceof Error ? `${error.message} npm run example -- --help lists the options.` : String(error);
}

try {
  const typed = parse(process.argv.slice(2));
  if (typed) await serve(typed);
  else print(USAGE);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
