/**
 * What a query of ours must hold to: it parses against the tables, it names only what the allow-list lets out, and it
 * counts what sampling left out. An alias of a whole bag would hide its names from this, so there may be none.
 */
import { CATALOGUE } from '../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../src/problems/all-problems.ts';
import { DEPENDENCIES, EVENTS, METRICS } from '../../src/telemetry/allow-list.ts';
import type { PropertyDefinition } from '../../src/telemetry/properties.ts';
import { allowedProperties } from '../../src/telemetry/record.ts';
import {
  childrenOf,
  type createParser,
  nodesBelow,
  type ParsedQuery,
  type Place,
  type SyntaxNode,
  tablesOf,
} from './kusto.ts';

interface Definition {
  readonly properties: Readonly<Record<string, PropertyDefinition>>;
  readonly measurements?: Readonly<Record<string, unknown>>;
}
/** Other tables are written by the host and by Azure. */
const RECORDS: Readonly<Record<string, Readonly<Record<string, Definition>>>> = {
  customEvents: EVENTS,
  dependencies: DEPENDENCIES,
  customMetrics: METRICS,
};
/** Blind to itemCount: right where everything is kept, as in the workspace’s own tables, and wrong of telemetry. */
const BLIND = /^(?:count|countif|avg|avgif|percentiles?|stdev|variance)$/;
/** `customDimensions.code` and `customDimensions["code"]`. */
const ACCESS = /^(?:Path|Element)Expression$/;
const COMPARISON = /^(?:Equal|NotEqual|In|NotIn)Expression$/;

/** A query with what it names, in words of ours. */
interface Named {
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly keys: readonly Key[];
  /** What `name` is compared with. */
  readonly records: readonly string[];
  readonly values: readonly { readonly key: string; readonly value: string }[];
}
interface Key {
  readonly bag: string;
  /** `undefined`: the bag is used as a whole. */
  readonly key: string | undefined;
}

export function complain(
  text: string,
  parse: ReturnType<typeof createParser>,
  place: Place = 'component',
): readonly string[] {
  const parsed = parse(text, place);
  const { tables, functions, keys, records, values } = read(parsed);
  const blind = place === 'component' ? functions.filter((name) => BLIND.test(name)) : [];
  const known = Object.assign({}, ...tables.map((table) => RECORDS[table])) as Readonly<Record<string, Definition>>;
  const meant = records.length > 0 ? records.flatMap((name) => known[name] ?? []) : Object.values(known);
  return [
    ...parsed.diagnostics,
    ...blind.map((name) => `${name}() does not see itemCount`),
    ...records.filter((name) => !known[name]).map((name) => `no record is named ${name}`),
    ...keys.flatMap(({ bag, key }) => complainOfKey(meant, bag, key)),
    ...values.filter(({ key, value }) => !canBe(meant, key, value)).map(({ key, value }) => `${key} is never ${value}`),
  ];
}

function complainOfKey(meant: readonly Definition[], bag: string, key: string | undefined): readonly string[] {
  if (key === undefined) return [`${bag} is used as a whole`];
  const names = meant.flatMap(({ properties, measurements = {} }) =>
    Object.keys(bag === 'customDimensions' ? properties : measurements),
  );
  return names.includes(key) ? [] : [`${bag} has no ${key}`];
}

function canBe(meant: readonly Definition[], key: string, value: string): boolean {
  if (key === 'code' && !(value in PROBLEMS)) return false;
  if (key === 'diagnosis' && !CATALOGUE.some(({ id }) => id === value)) return false;
  return meant.some(({ properties }) => key in allowedProperties(properties, { [key]: value }));
}

function read({ nodes, kindOf }: ParsedQuery): Named {
  const named = (kind: RegExp) => nodes.filter((node) => kind.test(kindOf(node)));
  const references = named(/^NameReference$/);
  const keyOf = (node: SyntaxNode): Key | undefined => {
    if (node.SimpleName !== 'customDimensions' && node.SimpleName !== 'customMeasurements') return undefined;
    const access = node.Parent && ACCESS.test(kindOf(node.Parent)) ? node.Parent : undefined;
    const [bag, ...rest] = access ? childrenOf(access) : [];
    const [key] = rest.flatMap(nodesBelow).flatMap(({ SimpleName, LiteralValue }) => SimpleName ?? LiteralValue ?? []);
    return { bag: node.SimpleName, key: bag === node && typeof key === 'string' ? key : undefined };
  };
  const compared = named(COMPARISON).map((node) => {
    const [left, ...right] = childrenOf(node);
    const literals = right.flatMap(nodesBelow).flatMap(({ LiteralValue: v }) => (typeof v === 'string' ? v : []));
    return { left, literals };
  });
  return {
    tables: tablesOf('component').filter((table) => references.some(({ SimpleName }) => SimpleName === table)),
    functions: named(/^FunctionCallExpression$/).flatMap(({ Name }) => Name?.SimpleName ?? []),
    keys: references.flatMap((node) => keyOf(node) ?? []),
    records: compared.flatMap(({ left, literals }) => (left?.SimpleName === 'name' ? literals : [])),
    values: compared.flatMap(({ left, literals }) => {
      const key = (left ? nodesBelow(left) : []).map(keyOf).find((found) => found?.bag === 'customDimensions')?.key;
      return key === undefined ? [] : literals.map((value) => ({ key, value }));
    }),
  };
}
