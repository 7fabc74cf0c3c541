/** Content negotiation, as far as a route has two forms: text, unless a program names JSON (RFC 9110 section 12.5.1). */

/** Browsers name text first and everything after it; `curl` names nothing but everything. */
export function asksForJson(accept: string | null): boolean {
  const ranges = (accept ?? '')
    .split(',')
    .map(toWanted)
    .filter((range) => range !== undefined);
  return ranges.includes('application/json') && !ranges.some((range) => range.startsWith('text/'));
}

/** `undefined` for what is not wanted, `;q=0`. */
function toWanted(range: string): string | undefined {
  const [type = '', ...parameters] = range
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return parameters.some((parameter) => /^q=0(?:\.0{1,3})?$/.test(parameter)) ? undefined : type;
}
