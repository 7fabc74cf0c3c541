/** Where the parts of a target are written: in keys, where it is the only one, or in a member of realtime:targets. */
import { TARGET_NAME } from '../../../src/lib/azure-values.ts';
import { isJsonObject, parseJson } from '../../../src/lib/json.ts';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings, type StoredSettings } from '../../../src/settings/parse-settings.ts';
import { type StoreName, setKey } from '../az-commands.ts';
import { type Look, seen, unseen } from '../look.ts';
import { textOf } from '../store.ts';

/** One of realtime:targets as it stands there, also a wrong one. */
export interface Member {
  /** The operator’s for it, or its place where it has none that is its own. */
  readonly name: string;
  readonly index: number;
  /** The whole setting. */
  readonly all: readonly unknown[];
}

export type Part = 'endpoint' | 'deployment' | 'resourceId' | 'tokenScope';
const PARTS: ReadonlySet<string> = new Set<Part>(['endpoint', 'deployment', 'resourceId', 'tokenScope']);
/** `undefined`: it is left out. */
export type Change = Readonly<Record<string, unknown>>;

export const TARGETS_KEY = `${KEY_PREFIX}targets`;

/** `undefined`: the keys say the only one. */
export function readMembers(texts: StoredSettings): Look<readonly Member[] | undefined> {
  const text = textOf(texts, 'targets');
  if (text === '') return seen(undefined);
  const all = parseJson(text);
  if (!Array.isArray(all) || all.length === 0) return unseen(`${TARGETS_KEY} is not valid`);
  return seen(all.map((_, index) => ({ name: nameIn(all, index), index, all })));
}

function nameIn(all: readonly unknown[], index: number): string {
  const nameAt = (member: unknown) => (isJsonObject(member) ? member['name'] : undefined);
  const name = nameAt(all[index]);
  const isTaken = all.slice(0, index).some((other) => nameAt(other) === name);
  return typeof name === 'string' && TARGET_NAME.test(name) && !isTaken ? name : `/${index}`;
}

/** As it is written, right or wrong; empty where it is not there. */
export function writtenIn(texts: StoredSettings, member: Member | undefined, part: Part): string {
  if (!member) return textOf(texts, part);
  const held = member.all[member.index];
  const value = isJsonObject(held) ? held[part] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Of the whole, or of that part; each completes the sentence "realtime:targets …". */
export function problemsOf(texts: StoredSettings, { index }: Member, part?: Part): readonly string[] {
  const place = `at /${index}`;
  const starts = part === undefined ? [`${place}/`, `${place} `] : [`${place}/${part} `];
  return readSettings(texts).problems.flatMap(({ key, problem }) =>
    key === TARGETS_KEY && starts.some((start) => problem.startsWith(start)) ? [problem] : [],
  );
}

/** A key without prefix, which each target says itself. */
export function isPart(key: string): boolean {
  return PARTS.has(key);
}

/** How a message names the place of a part. */
export function placeOf(member: Member | undefined, part: Part): string {
  return member ? `${TARGETS_KEY} at /${member.index}/${part}` : KEY_PREFIX + part;
}

/** Whether it is what another of the targets is. */
export function isOfOther(member: Member | undefined, id: string, endpoint: string | undefined): boolean {
  const others = member?.all.filter((_, index) => index !== member.index) ?? [];
  return others.some((other) => {
    const { endpoint: address, resourceId } = Object(other) as {
      readonly endpoint?: unknown;
      readonly resourceId?: unknown;
    };
    const parsed = parseEndpoint(String(address));
    return String(resourceId).toLowerCase() === id.toLowerCase() || (parsed.ok && parsed.value.origin === endpoint);
  });
}

/** The whole setting once more, with that member changed. */
export function setMember(store: StoreName, { all, index }: Member, change: Change): string {
  const held = all[index];
  const changed = { ...(isJsonObject(held) ? held : {}), ...change };
  return setKey(store, TARGETS_KEY, JSON.stringify(all.map((member, at) => (at === index ? changed : member))));
}
