/** The command line of `npm start`. */
import { parseArgs } from 'node:util';
import { isOrigin } from '../../src/lib/origin.ts';
import { PORT_COUNT } from '../azure/ports.ts';
import { parsePort } from '../kit/port-option.ts';

/** Where `npm start` listens, and who runs the functions. */
export interface StartOptions {
  /** Port of the functions; 0 takes a free one. */
  readonly port: number;
  /** Port of the playground; 0 takes a free one. */
  readonly pagePort: number;
  /** First of the ports of the emulated Azure; 0 takes free ones. */
  readonly azurePortBase: number;
  /** Of one's own pages: they may call the endpoint, and get a caller's token. */
  readonly origins: readonly string[];
  /** Core Tools instead of the bundle harness. */
  readonly func: boolean;
  readonly help: boolean;
}

/** Printed by `--help`, and after a mistake. */
export const START_USAGE = `npm start [-- options]

  --port <number>             port of the functions (7071; 0 takes a free one)
  --page-port <number>        port of the playground (3000; 0 takes a free one)
  --azure-port-base <number>  first of the ${PORT_COUNT} ports of the emulated Azure (7080; 0 takes free ones)
  --origin <origin>           lets a page of your own call and get a caller’s token, for example
                              http://localhost:5173; may be repeated
  --func                      run the functions with Azure Functions Core Tools (func) instead of the bundle harness
  --help                      this text`;

/** Throws an error for a person. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  const port = parsePort(values.port, '--port');
  const pagePort = parsePort(values['page-port'], '--page-port');
  const azurePortBase = parsePort(values['azure-port-base'], '--azure-port-base', PORT_COUNT);
  refuseAzurePort('--port', port, azurePortBase);
  refuseAzurePort('--page-port', pagePort, azurePortBase);
  if (port !== 0 && port === pagePort)
    throw new Error(`--page-port ${port} is the port of the functions: choose another.`);
  if (values.func && port === 0) throw new Error('--func needs a port of its own: Core Tools does not take port 0.');
  values.origin.forEach(refuseOrigin);
  return { port, pagePort, azurePortBase, origins: values.origin, func: values.func, help: values.help };
}

function refuseAzurePort(option: string, port: number, base: number): void {
  if (port === 0 || port < base || port >= base + PORT_COUNT) return;
  const range = `${base} to ${base + PORT_COUNT - 1}`;
  throw new Error(`${option} ${port} lies among the ports of the emulated Azure (${range}): choose another.`);
}

function refuseOrigin(origin: string): void {
  if (isOrigin(origin)) return;
  const named = URL.canParse(origin) ? new URL(origin).origin : 'null';
  const advice = isOrigin(named) ? ` Try --origin ${named}.` : '';
  throw new Error(`--origin must be an exact origin such as http://localhost:5173, not "${origin}".${advice}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '7071' },
        'page-port': { type: 'string', default: '3000' },
        'azure-port-base': { type: 'string', default: '7080' },
        origin: { type: 'string', multiple: true, default: [] },
        func: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message} --help lists the options.`);
  }
}
