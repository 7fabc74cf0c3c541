/**
 * An account in another region: a server, secrets, calls and switches of its own, so that one region can be down while
 * another serves. A switch of it has the region before its name, `eastus2.mint.error`.
 */
import type { SwitchDefinition, Switches } from '../../kit/switches.ts';
import type { OpenCalls } from './calls/call-registry.ts';
import { CALL_SWITCHES } from './calls/call-switches.ts';
import { MINT_SWITCHES } from './mint-switches.ts';

export interface RegionalAccount {
  readonly region: string;
  /** Origin, http. */
  readonly url: string;
  /** Under the names that the first account’s have. */
  readonly switches: Switches;
  /** Its voice calls that are open now. */
  readonly calls: OpenCalls;
}

const REGIONAL: readonly SwitchDefinition[] = [...MINT_SWITCHES, ...CALL_SWITCHES];
const REGIONAL_NAMES: ReadonlySet<string> = new Set(REGIONAL.map(({ name }) => name));

export function regionalSwitches(region: string): readonly SwitchDefinition[] {
  return REGIONAL.map((definition) => ({ ...definition, name: `${region}.${definition.name}` }));
}

/** The table as the region’s account reads it; what every account shares is the same there. */
export function switchesOf(region: string, all: Switches): Switches {
  const own = (name: string): string => (REGIONAL_NAMES.has(name) ? `${region}.${name}` : name);
  return {
    ...all,
    set: (name, setting) => all.set(own(name), setting),
    get: (name) => all.get(own(name)),
    take: (name) => all.take(own(name)),
    takeNumber: (name) => all.takeNumber(own(name)),
    onChange: (name, listener) => all.onChange(own(name), listener),
  };
}

/** Of every account, for whoever lists calls or hangs one up by its id. */
export function callsOfAll(first: OpenCalls, elsewhere: readonly RegionalAccount[]): OpenCalls {
  const all = () => [first, ...elsewhere.map(({ calls }) => calls)];
  return {
    list: () => all().flatMap((calls) => calls.list()),
    ended: () => all().flatMap((calls) => calls.ended()),
    hangUp: async (id) => (await Promise.all(all().map((calls) => calls.hangUp(id)))).includes(true),
  };
}
