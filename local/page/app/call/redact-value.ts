/** What may be shown and saved: everything but secrets. A page sees whole sessions too, with their instructions. */
import { parseJson } from '../../../../src/lib/json.ts';
import { redact } from '../../../../src/lib/redact.ts';

const REDACTED = '[redacted]';
/** Members whose value is the operator's own text. */
const PRIVATE = new Set(['instructions', 'prompt', 'secret', 'client_secret', 'password']);

/** A number or a word alone is laid out already. */
const LOOKS_LIKE_JSON = /^\s*[[{]/;

/** Of a JSON text that ends in the middle, where no parser helps. */
const PRIVATE_IN_TEXT = /("(?:instructions|prompt)"\s*:\s*)"(?:[^"\\]|\\.)*"?/g;

export function redactText(text: string): string {
  return redact(text).replace(PRIVATE_IN_TEXT, `$1"${REDACTED}"`);
}

/** A credential is one whatever it looks like: pasted by a person it may have any form. */
export function redactHeader(name: string, value: string): string {
  return name.toLowerCase() === 'authorization' ? `Bearer ${REDACTED}` : redactText(value);
}

export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isPrivate(name, member) ? REDACTED : redactValue(member)]),
  );
}

/** A body as it is shown: JSON laid out, anything else as it came. */
export function redactBody(text: string): string {
  const json = LOOKS_LIKE_JSON.test(text) ? parseJson(text) : undefined;
  return json === undefined ? redactText(text) : JSON.stringify(redactValue(json), null, 2);
}

function isPrivate(name: string, member: unknown): boolean {
  return PRIVATE.has(name) && member !== null && member !== '';
}
