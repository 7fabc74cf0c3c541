/** What a place named before, by the revisions that the store keeps. */
import { isJsonObject, parseJson } from '../../src/lib/json.ts';
import { readStoredValue, type StoredValue } from '../../src/lib/stored-value.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import type { Place } from './places.ts';

/** The newest that is another one. */
export async function earlierName({ key, member, name }: Place, facts: Facts): Promise<string | undefined> {
  const revisions = await facts.revisions(key);
  if (!revisions.seen) return undefined;
  const names = revisions.value.map((value) => nameIn(value, member?.name));
  return names.find((earlier) => earlier !== undefined && earlier !== '' && earlier !== name);
}

/** @param target whose member of realtime:targets says it; `undefined`: the value itself does. */
function nameIn(value: StoredValue, target: string | undefined): string | undefined {
  const read = readStoredValue(value, target === undefined ? 'text' : 'json');
  if (!read.ok || target === undefined) return read.ok ? read.value : undefined;
  const all = parseJson(read.value);
  const member: unknown = Array.isArray(all)
    ? all.find((each) => isJsonObject(each) && each['name'] === target)
    : undefined;
  const name = isJsonObject(member) ? member['deployment'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
