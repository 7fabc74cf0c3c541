/** What failures leave behind at Azure: what was taken for them goes back only where that is surely nothing. */
import type { IssuanceError } from './issued.ts';

/** A gateway that says these does not know whether a call has begun behind it. */
const UNKNOWN_END: ReadonlySet<number> = new Set([408, 502, 504]);

/** Of a mint or a Live session that Azure refused, or never saw. A relayed call has used the mint before it. */
export function surelyMadeNone(error: IssuanceError): boolean {
  if (error.reason !== 'upstream') return false;
  return 'neverMinted' in error ? error.neverMinted : error.operation === 'live_sessions' && surelyNoCall(error);
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
