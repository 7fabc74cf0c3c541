/** Writes the names, each key once and only over what was read at the start. */
import { isJsonObject, parseJson } from '../../src/lib/json.ts';
import { ok } from '../../src/lib/result.ts';
import { assignRole } from '../doctor/az-commands.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { DEPLOYMENT_KEY, type Place } from './places.ts';
import type { HeldSetting, SettingStore, Written } from './setting-store.ts';
import { refused, type Step, unlooked } from './stop.ts';
import type { Work } from './work.ts';

export interface Renaming {
  readonly place: Place;
  readonly to: string;
}

export type HeldSettings = ReadonlyMap<string, HeldSetting>;

/** Read before anything is made, so that the move does not overwrite a later change of the key. */
export async function holdSettings(places: readonly Place[], store: SettingStore): Step<HeldSettings> {
  const held = new Map<string, HeldSetting>();
  for (const { key, name, member } of places) {
    const read = held.get(key) ? undefined : await store.read(key);
    if (read && !read.seen) return unlooked(read.because);
    if (read) held.set(key, read.value);
    const text = held.get(key)?.text ?? '';
    const isSame = member ? JSON.stringify(parseJson(text)) === JSON.stringify(member.all) : text === name;
    if (!isSame) return changed(key);
  }
  return ok(held);
}

export async function moveSettings(renamings: readonly Renaming[], held: HeldSettings, work: Work): Step<void> {
  for (const [key, setting] of held) {
    const ofKey = renamings.filter(({ place }) => place.key === key);
    if (ofKey.length === 0) continue;
    const written = await work.store.write(setting, toText(key, setting, ofKey));
    if (written.kind !== 'written') return explain(key, written, work.facts);
    for (const { place, to } of ofKey) work.say(`   ${place.title} is ${to}.`);
  }
  return ok(undefined);
}

/** The whole setting, of which only these names change. */
function toText(key: string, { text }: HeldSetting, renamings: readonly Renaming[]): string {
  const [only] = renamings;
  if (key === DEPLOYMENT_KEY) return only?.to ?? text;
  const all = parseJson(text);
  const named = new Map(renamings.map(({ place, to }) => [place.member?.index, to]));
  const rename = (member: unknown, index: number): unknown => {
    const deployment = named.get(index);
    return deployment !== undefined && isJsonObject(member) ? { ...member, deployment } : member;
  };
  return JSON.stringify(Array.isArray(all) ? all.map(rename) : all);
}

function changed(key: string) {
  return refused(`Somebody has changed ${key} since this command read it. It was not written over.`, {
    say: 'Run this again: it reads the new value, and goes on where it stopped.',
  });
}

function explain(key: string, written: Exclude<Written, { kind: 'written' }>, { target, person }: Facts) {
  switch (written.kind) {
    case 'changed':
      return changed(key);
    case 'locked':
      return refused(`${key} is locked, so it was not written.`, {
        say: 'Unlock it in the store, and run this again.',
      });
    case 'forbidden': {
      const scope = target.store?.id?.id;
      const role = 'App Configuration Data Owner';
      const grant = { principalId: person.objectId, principalType: person.type, role };
      return refused(`You may not write ${key}: that needs the role ${role} on the store.`, {
        say: 'Ask somebody who may assign roles to run this; five minutes after, run the command again:',
        run: scope === undefined ? [] : [assignRole({ ...grant, scope })],
      });
    }
    case 'failed':
      return refused(`The store did not take ${key}: ${written.because}.`, { say: 'Run this again.' });
  }
}
