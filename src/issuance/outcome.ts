/** What failures leave behind at Azure: what was taken for them goes back only where that is surely nothing. */
import type { IssuanceError } from './issued.ts';

/** A gateway that says these does not know whether a call has begun behind it. */
const UNKNOWN_END: ReadonlySet<number> = new Set([408, 502, 504]);

/** Of a mint that Azure refused, or never saw. */
export function surelyMadeNone(error: IssuanceError): boolean {
  return error.reason === 'upstream' && 'neverMinted' in error && error.neverMinted;
}

/** If a call may have begun, the app does not know its id and cannot end it; its slot lapses by itself. */
export function surelyNoCall(error: IssuanceError): boolean {
  if (error.reason === 'credential_unavailable') return true;
  if (error.reason !== 'upstream') return false;
  // The secret was not had, so that no call was asked for.
  if ('neverMinted' in error || error.neverSent) return true;
  const { status = 0, foreign = false } = error.facts ?? {};
  return status >= 300 && !foreign && !UNKNOWN_END.has(status);
}
