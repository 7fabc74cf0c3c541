/**
 * What may be said in public of an answer: numbers, and words of Azure's own. A word in which something of the account
 * is found is left out whole.
 */
import { toIdentifier } from '../../../src/realtime/error-code.ts';

export interface Disclosure {
  /** A code, the name of a header, the first words of a message: `undefined` where it is not to be said. */
  word(text: string): string | undefined;
}

/** Letters, and what joins them; an id has digits in it. */
const PUBLIC_WORD = /^[a-z]+(?:[-_.][a-z]+)*$/i;
const STATUS = /^\d{3}$/;
/** A shorter name is found in every word. */
const LEAST_NAME = 3;

/** @param own names, ids and hosts of the account and of the person. */
export function createDisclosure(own: readonly (string | undefined)[]): Disclosure {
  const names = own
    .flatMap((text) => (text ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .concat(own.map((text) => (text ?? '').toLowerCase()))
    .filter((name) => name.length >= LEAST_NAME && !ORDINARY.has(name));
  return {
    word(text) {
      const word = toIdentifier(text);
      if (word === undefined || STATUS.test(word)) return word;
      const isOwn = names.some((name) => word.toLowerCase().includes(name));
      return PUBLIC_WORD.test(word) && !isOwn ? word : undefined;
    },
  };
}

/** Parts of names that are Azure's and OpenAI's own words. */
const ORDINARY: ReadonlySet<string> = new Set(['azure', 'com', 'gpt', 'https', 'http', 'mini', 'openai', 'realtime']);
