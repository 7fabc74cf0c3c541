/**
 * Text that somebody may have written, as it goes to a terminal: a control or format character (an escape sequence, C1,
 * a change of direction, a line's end) as JSON writes it, `\u001b`. So a key can neither move the cursor nor hide what
 * stands beside it.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => character.replace(/[\s\S]/g, toEscape));
}

/** Every text in it. */
export function withPrintable<T>(value: T): T {
  return mapTexts(value) as T;
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member)]));
}

function toEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
