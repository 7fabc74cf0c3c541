/** How long the one who answered asks to be left alone. */
import { type Clock, MS_PER_SECOND } from './clock.ts';

/** Of our own answers, of the Azure SDKs’ and of fetch’s, by lower-case name. */
export interface HeaderReader {
  get(name: string): string | null | undefined;
}

/** IMF-fixdate, the only form that may be sent (RFC 9110 section 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/** Azure's own fields, which are finer than RFC 9110's; its SDKs read them in this order. */
const IN_MILLISECONDS = ['retry-after-ms', 'x-ms-retry-after-ms'];

/** In milliseconds; `undefined` where it does not say. */
export function readRetryAfter(headers: HeaderReader, now: Clock): number | undefined {
  const retryAfter = headers.get('retry-after');
  return [
    ...IN_MILLISECONDS.map((name) => toNumber(headers.get(name))),
    toMilliseconds(toNumber(retryAfter)),
    millisecondsUntil(retryAfter, now),
  ].find((candidate) => candidate !== undefined);
}

/** RFC 9110 section 10.2.3 sets no limit to the digits; a fraction is none of its forms, and means what it says all the same. */
function toNumber(text: string | null | undefined): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text?.trim() ?? '') ? Number(text) : undefined;
}

function toMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * MS_PER_SECOND;
}

/** Date.parse alone takes `-1` for a year. */
function millisecondsUntil(date: string | null | undefined, now: Clock): number | undefined {
  const at = HTTP_DATE.test(date ?? '') ? Date.parse(date ?? '') : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now());
}
