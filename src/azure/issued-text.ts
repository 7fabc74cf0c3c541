/**
 * The instants of issue as they stand in a row: milliseconds in base 36, the first since the epoch and each other one
 * since the one before, with a dot between them. 500 of them over a week have at most 3,510 characters, a tenth of
 * what a property of Azure Tables may have (64 KiB of UTF-16).
 */
const BASE = 36;
const INSTANT = /^[0-9a-z]{1,9}$/;

/** `issued` in ascending order. */
export function toIssuedText(issued: readonly number[]): string {
  return issued.map((at, index) => (at - (issued[index - 1] ?? 0)).toString(BASE)).join('.');
}

/** `undefined` when the text is none that `toIssuedText` makes. */
export function parseIssuedText(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split('.');
  if (!parts.every((part) => INSTANT.test(part))) return undefined;
  let at = 0;
  return parts.map((part) => {
    at += Number.parseInt(part, BASE);
    return at;
  });
}
