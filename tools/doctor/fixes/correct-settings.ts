/** What a key with a wrong value surely should be: what its value means, what the account has, or what it was before. */
import { CLOUDS, type Cloud } from '../../../src/lib/clouds.ts';
import { parseJson } from '../../../src/lib/json.ts';
import { isOrigin } from '../../../src/lib/origin.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings } from '../../../src/settings/parse-settings.ts';
import { listRevisions, type StoreName, showKey } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { textOf } from '../store.ts';
import type { Mend } from '../verdict.ts';
import { setKeys } from './set-keys.ts';
import { usableDeployment } from './usable-deployments.ts';

/** The one base key whose value the doctor does not show: it makes pseudonyms. */
const NEVER_PRINTED = 'salt';

/** Values that surely work for the keys that have one; the others are somebody's decision. `keys` have the prefix. */
export async function mendKeys(facts: Facts, keys: readonly string[]): Promise<Mend> {
  const bare = keys.map((key) => key.slice(KEY_PREFIX.length));
  const values = await Promise.all(bare.map(async (key) => [key, await valueFor(facts, key)] as const));
  const fixes = Object.fromEntries(values.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const open = values.flatMap(([key, value]) => (value === undefined ? [key] : []));
  const { storeName } = facts;
  return {
    ...(open.length > 0 && {
      say: `Only you know what ${open.map((key) => KEY_PREFIX + key).join(', ')} should be; docs/settings.md has the form.`,
    }),
    run: [...setKeys(facts, fixes), ...(storeName ? open.flatMap((key) => showPast(storeName, KEY_PREFIX + key)) : [])],
  };
}

/** What it is, and what it was. */
function showPast(store: StoreName, key: string): readonly string[] {
  return [showKey(store, key), listRevisions(store, key)];
}

async function valueFor(facts: Facts, key: string): Promise<string | undefined> {
  switch (key) {
    case 'tokenScope':
      return (await lastGood(facts, key)) ?? (await cloudOf(facts)).tokenScopes[0];
    case 'secretSeconds':
      return (await lastGood(facts, key)) ?? '60';
    case 'deployment':
      return (await usableDeployment(facts)) ?? (await lastGood(facts, key));
    case 'cors:origins':
      return (await asOrigins(facts)) ?? (await lastGood(facts, key));
    default:
      return lastGood(facts, key);
  }
}

/** The newest value of the store's revisions that the app takes. */
export async function lastGood(
  facts: Pick<Facts, 'revisions'>,
  key: string,
  isGood: (text: string) => boolean | Promise<boolean> = () => true,
): Promise<string | undefined> {
  if (key === NEVER_PRINTED) return undefined;
  const name = KEY_PREFIX + key;
  const earlier = await facts.revisions(name);
  for (const value of earlier.seen ? earlier.value : []) {
    const { problems } = readSettings(new Map([[name, value]]));
    const isTaken = value.text.trim() !== '' && !problems.some((problem) => problem.key === name);
    if (isTaken && (await isGood(value.text))) return value.text;
  }
  return undefined;
}

/** @param good a value that would work; `otherwise` is said where there is none. */
export function mendCallers(facts: Facts, good: string | undefined, otherwise: string): Mend {
  const { storeName } = facts;
  if (good !== undefined) return { say: 'The last good value was:', run: setKeys(facts, { callers: good }) };
  return { say: otherwise, run: storeName ? [showKey(storeName, `${KEY_PREFIX}callers`)] : [] };
}

/** What each entry means, where nothing but its spelling is wrong: a slash at the end, capitals, the usual port. */
async function asOrigins(facts: Facts): Promise<string | undefined> {
  const texts = await facts.texts();
  const listed = texts.seen ? parseJson(textOf(texts.value, 'cors:origins')) : undefined;
  if (!Array.isArray(listed)) return undefined;
  const origins = listed.map((entry) => (typeof entry === 'string' ? toOrigin(entry.trim()) : undefined));
  return origins.every((origin) => origin !== undefined) ? JSON.stringify([...new Set(origins)]) : undefined;
}

function toOrigin(text: string): string | undefined {
  if (isOrigin(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return isBare && isOrigin(url.origin) ? url.origin : undefined;
}

/** Of the endpoint, where it is one. */
async function cloudOf(facts: Facts): Promise<Cloud> {
  const endpoint = await facts.endpoint();
  return endpoint.seen ? endpoint.value.cloud : CLOUDS.public;
}
