/** The trouble that every service can have in the same way: slow, resetting, or not there at all. */
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpServer } from '../../kit/http-server.ts';
import type { Handler } from '../../kit/reply.ts';
import type { SwitchDefinition, Switches } from '../../kit/switches.ts';
import type { ServiceName } from './request-log.ts';

/** Every service but those that steer: the others of a kind share the switches of the first. */
type NetworkedService = Exclude<ServiceName, 'control' | 'elsewhere'>;

const MAX_DELAY_MS = 120_000;

/** Read here and nowhere else, by the name of any service. */
export type NetworkSwitches = Switches<
  Readonly<
    Record<`${NetworkedService}.down`, 'off' | 'refuse' | 'reset'> & Record<`${NetworkedService}.delayMs`, number>
  >
>;

export function networkSwitches<Service extends NetworkedService>(service: Service, label: string) {
  return [
    {
      name: `${service}.down`,
      description: `How ${label} is down: \`refuse\` closes the port, \`reset\` accepts a request and resets the connection.`,
      values: ['off', 'refuse', 'reset'],
      initial: 'off',
      source: 'emulator',
      uncountable: ['refuse'],
    },
    {
      name: `${service}.delayMs`,
      description: `Milliseconds that ${label} waits before it reads a request.`,
      values: { minimum: 0, maximum: MAX_DELAY_MS },
      initial: 0,
      source: 'emulator',
    },
  ] as const satisfies readonly SwitchDefinition[];
}

export function withNetworkTrouble(service: NetworkedService, switches: NetworkSwitches, handle: Handler): Handler {
  return async (exchange) => {
    if (switches.take(`${service}.down`) === 'reset') return { kind: 'reset' };
    await delay(switches.take(`${service}.delayMs`), exchange.signal);
    return handle(exchange);
  };
}

export function followDownSwitch(service: NetworkedService, switches: NetworkSwitches, server: HttpServer): void {
  switches.onChange(`${service}.down`, (value) => server.refuse(value === 'refuse'));
}

/** Ends early, and without an error, when nobody waits any more. */
export async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0) return;
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
