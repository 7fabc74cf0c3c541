/**
 * What pseudonyms are made with. It tells deployments apart and need not be secret: one deployment's pseudonyms cannot
 * be matched with another's. A change of it is a change of everybody's pseudonym, so it stands in the settings and does
 * not follow from how an address happens to be spelled.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Setting } from '../lib/setting.ts';

const MAX_LENGTH = 512;

export const SALT_SETTINGS = {
  salt: {
    meaning:
      'The app makes callers’ pseudonyms with it: the store’s address, `#` and the label. If you change it, everybody’s pseudonym changes; `realtime:revoked` still matches those of earlier spellings of the address. Absent: the address in its usual spelling and the label.',
    writtenBy: 'bicep',
    limits: true,
    schema: z.string().check(
      z.maxLength(MAX_LENGTH, `must have at most ${MAX_LENGTH} characters`),
      // JSON here was meant for another key, and would give everybody another pseudonym.
      z.regex(/^[^\p{Cc}{["][^\p{Cc}]*$/u, 'must be one line of text, and no JSON'),
    ),
    default: undefined,
  } satisfies Setting<string | undefined>,
} as const;

/** The settings' store, as the environment has it. */
export interface StoreAddress {
  readonly endpoint: string | undefined;
  readonly label: string | undefined;
}

/** The one in force, and behind it those that earlier versions may have used: realtime:revoked may name a caller by them. */
export function saltsOf(
  store: StoreAddress,
  setting: string | undefined,
): readonly [inForce: string, ...former: string[]] {
  const { endpoint = '', label = '' } = store;
  const address = inUsualSpelling(endpoint);
  const implied = `${address}#${label}`;
  const inForce = setting ?? implied;
  const former = new Set([implied, `${endpoint}#${label}`, `${address}/#${label}`]);
  former.delete(inForce);
  return [inForce, ...former];
}

/** Enough to see in two logs whether it is the same. */
export function digestOf(salt: string): string {
  return createHash('sha256').update(salt).digest('hex').slice(0, 8);
}

/** Host in small letters, no dot behind it, no default port, no slash at the end. */
function inUsualSpelling(endpoint: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const { origin, pathname } = new URL(endpoint);
  return origin.replace(/\.(?=$|:\d+$)/, '') + pathname.replace(/\/+$/, '');
}
