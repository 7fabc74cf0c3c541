/**
 * The switches: everything the emulated Azure can be asked to do differently. What is unverified about Azure, and
 * every failure that is reported, is a named value here, so that a test or a person chooses it and nothing is guessed.
 * A switch may be thrown for the next N requests only, so that the recovery of a client can be seen.
 */

interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
}

export interface SwitchDefinition {
  /** `<service>.<what>`, for instance `mint.error`. */
  readonly name: string;
  readonly description: string;
  /** The legal values: names, or the bounds of a whole number. */
  readonly values: readonly string[] | NumberRange;
  readonly initial: string | number;
  /** Where the behaviour comes from: documented, recorded, reported or unverified; `emulator` for plain network trouble. */
  readonly source: string;
  /** Values that no request can be counted against, because none arrives. */
  readonly uncountable?: readonly string[];
}

/** A row of the generated table; a number's values read `0..60000`. */
export interface SwitchListing {
  readonly name: string;
  readonly description: string;
  readonly values: readonly string[];
  readonly source: string;
  readonly initial: string | number;
  readonly current: string | number;
}

/** What a switch may be set to; `true` and `false` are `on` and `off`. With `times`: for so many requests, then as before. */
type SwitchSetting = string | number | boolean | { readonly value: string | number | boolean; readonly times: number };

/** The names of some definitions, each with the type of its values: what a service that reads them is given. */
export type ValuesOf<Definitions extends readonly SwitchDefinition[]> = {
  readonly [One in Definitions[number] as One['name']]: One['values'] extends readonly (infer Name)[] ? Name : number;
};

/** How a service reads switches. A name that is not among its definitions does not compile. */
export interface Switches<Values> {
  /** The value now, without using up a counted one. */
  get<Name extends keyof Values>(name: Name): Values[Name];
  /** The value for one request; a counted setting loses one of its times. */
  take<Name extends keyof Values>(name: Name): Values[Name];
  /** Called after each change of the named switch, also by `reset`. */
  onChange<Name extends keyof Values>(name: Name, listener: (value: Values[Name]) => void): void;
}

/** How a person or a test turns them. */
export interface SwitchBoard<Values = unknown> extends Switches<Values> {
  /** @throws {SwitchError} for an unknown name or value, naming the legal ones. */
  set(name: string, setting: SwitchSetting): void;
  reset(): void;
  list(): readonly SwitchListing[];
}

export class SwitchError extends Error {
  override readonly name = 'SwitchError';
}

interface State {
  value: string | number;
  counted: { readonly value: string | number; left: number } | undefined;
}

const MAX_TIMES = 1_000_000;

/** @param more are known by name to whoever turns them; a service reads them by {@link renamed}. */
export function createSwitches<const Definitions extends readonly SwitchDefinition[]>(
  definitions: Definitions,
  more: readonly SwitchDefinition[] = [],
): SwitchBoard<ValuesOf<Definitions>> {
  const states = new Map<string, { readonly definition: SwitchDefinition; readonly state: State }>(
    [...definitions, ...more].map((definition) => [
      definition.name,
      { definition, state: { value: definition.initial, counted: undefined } },
    ]),
  );
  const listeners = new Map<string, ((value: string | number) => void)[]>();

  function find(name: string) {
    const found = states.get(name);
    if (found) return found;
    throw new SwitchError(`There is no switch ${JSON.stringify(name)}. There are: ${[...states.keys()].join(', ')}.`);
  }
  const current = ({ value, counted }: State) => counted?.value ?? value;
  function changed(name: string): void {
    for (const listener of listeners.get(name) ?? []) listener(current(find(name).state));
  }

  const board: SwitchBoard<Readonly<Record<string, string | number>>> = {
    set(name, setting) {
      const { definition, state } = find(name);
      if (typeof setting === 'object') {
        const counted = { value: parseValue(definition, setting.value), left: parseTimes(definition, setting) };
        state.counted = counted;
      } else {
        state.value = parseValue(definition, setting);
        state.counted = undefined;
      }
      changed(name);
    },
    get: (name) => current(find(name).state),
    take(name) {
      const { state } = find(name);
      const taken = current(state);
      if (state.counted) {
        state.counted.left -= 1;
        if (state.counted.left === 0) state.counted = undefined;
      }
      return taken;
    },
    reset() {
      for (const [name, { definition, state }] of states) {
        state.value = definition.initial;
        state.counted = undefined;
        changed(name);
      }
    },
    list: () => [...states.values()].map(({ definition, state }) => toListing(definition, current(state))),
    onChange(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
  };
  // `parseValue` lets nothing in but the values of the definition.
  return board as unknown as SwitchBoard<ValuesOf<Definitions>>;
}

/** The same switches for somebody who knows some of them by other names; `toOwn` says the one on the board. */
export function renamed<Values>(board: SwitchBoard<Values>, toOwn: (name: string) => string): SwitchBoard<Values> {
  // A renamed switch has the values of the one whose name it is read by.
  const own = <Name extends keyof Values>(name: Name): Name => toOwn(String(name)) as Name;
  return {
    ...board,
    set: (name, setting) => board.set(toOwn(name), setting),
    get: (name) => board.get(own(name)),
    take: (name) => board.take(own(name)),
    onChange: (name, listener) => board.onChange(own(name), listener),
  };
}

function isNames(values: SwitchDefinition['values']): values is readonly string[] {
  return Array.isArray(values);
}

function parseValue({ name, values }: SwitchDefinition, given: string | number | boolean): string | number {
  if (isNames(values)) {
    const text = typeof given === 'boolean' ? (given ? 'on' : 'off') : String(given);
    if (values.includes(text)) return text;
    throw new SwitchError(`${name} cannot be ${JSON.stringify(given)}. It can be: ${values.join(', ')}.`);
  }
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number === 'number' && Number.isInteger(number) && number >= values.minimum && number <= values.maximum) {
    return number;
  }
  throw new SwitchError(
    `${name} cannot be ${JSON.stringify(given)}. It is a whole number from ${values.minimum} to ${values.maximum}.`,
  );
}

function parseTimes(
  { name, uncountable }: SwitchDefinition,
  { value, times }: { value: unknown; times: unknown },
): number {
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > MAX_TIMES) {
    throw new SwitchError(`${name}: times is a whole number from 1 to ${MAX_TIMES}.`);
  }
  if (uncountable?.includes(String(value))) {
    throw new SwitchError(`${name}: ${String(value)} cannot be limited to a number of requests, because none arrives.`);
  }
  return times;
}

function toListing(
  { name, description, values, source, initial }: SwitchDefinition,
  current: string | number,
): SwitchListing {
  const shown = isNames(values) ? values : [`${values.minimum}..${values.maximum}`];
  return { name, description, values: shown, source, initial, current };
}
