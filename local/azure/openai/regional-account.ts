/**
 * An account in another region: a server, secrets, calls and switches of its own, so that one region can be down while
 * another serves. A switch of it has the region before its name, `eastus2.mint.error`.
 */
import { renamed, type SwitchDefinition } from '../../kit/switches.ts';
import { type AccountSwitches, OWN_SWITCHES } from './account-switches.ts';
import type { OpenCalls } from './calls/call-registry.ts';
import { joinCalls } from './calls/joined-calls.ts';

export interface RegionalAccount {
  readonly region: string;
  /** Origin, http. */
  readonly url: string;
  /** Under the names that the first account’s have. */
  readonly switches: AccountSwitches;
  /** Its voice calls that are open now. */
  readonly calls: OpenCalls;
}

const OWN_NAMES: ReadonlySet<string> = new Set(OWN_SWITCHES.map(({ name }) => name));

export function regionalSwitches(region: string): readonly SwitchDefinition[] {
  return OWN_SWITCHES.map((definition) => ({ ...definition, name: `${region}.${definition.name}` }));
}

/** The board as the region’s account reads it; what every account shares is the same there. */
export function switchesOf(region: string, all: AccountSwitches): AccountSwitches {
  return renamed(all, (name) => (OWN_NAMES.has(name) ? `${region}.${name}` : name));
}

/** Of every account, for whoever lists calls or hangs one up by its id. */
export function callsOfAll(first: OpenCalls, elsewhere: readonly RegionalAccount[]): OpenCalls {
  return joinCalls([first, ...elsewhere.map(({ calls }) => calls)]);
}
