/** What the issuance of a call tells the leash, and how its promise is written down. */
import type { Caller } from '../auth/caller.ts';
import type { Beginning } from '../calls/beginning.ts';
import type { CallError } from '../calls/call-error.ts';
import type { Place } from '../calls/call-table.ts';
import type { Begun, Leash } from '../calls/leash.ts';
import { type Terms, termsOf } from '../calls/terms.ts';
import { MAX_CALL_MINUTES } from '../lib/azure-values.ts';
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Share } from '../quota/plan-take.ts';
import type { Call } from '../realtime/calls.ts';
import type { Target } from '../realtime/target.ts';
import { toUpstreamError, type UpstreamError } from '../realtime/upstream.ts';
import type { Limits } from './limits.ts';

interface CallParts {
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
  readonly now: Clock;
}

/** `undefined` where nothing limits the call. */
export function termsFor(
  { leash }: CallParts,
  { calls: rules, policies }: Limits,
  { api, maxMinutes }: Profile,
  { isPerson }: Caller,
): Terms | undefined {
  return termsOf({ api, rules, policies, maxMinutes, isPerson, hasStorage: leash !== undefined });
}

export interface Commitment {
  readonly target: Target;
  readonly terms: Terms | undefined;
  readonly share: Share;
  readonly place: Place | undefined;
  readonly about: Beginning['about'];
}

/** Of a call that Azure has begun: the caller gets its answer only after this has succeeded. */
export async function commit(
  { leash, now }: CallParts,
  call: Call,
  { terms, ...commitment }: Commitment,
): Promise<Result<Partial<Begun>, CallError | UpstreamError>> {
  const { api = 'realtime' } = commitment.about;
  // How long a Live session may last Microsoft publishes nowhere.
  if (!terms || !leash) return ok(api === 'live' ? {} : { endsAt: now() + MAX_CALL_MINUTES * MS_PER_MINUTE });
  // Without its id nobody could end it; what was taken for it lapses.
  const operation = api === 'live' ? 'live_sessions' : 'calls';
  if (call.id === undefined) return err(toUpstreamError({ kind: 'invalid', operation }, undefined));
  return leash.begin({ ...commitment, terms, callId: call.id });
}

/** Of the caller, what a sweep needs to know whether they are still served. */
export function rowFactsOf({ formerHashes, statedBy, rule, issuedAtSeconds }: Caller) {
  return {
    // Of an end user too whose app is revoked.
    formerCallers: [...formerHashes, ...(statedBy ? [statedBy.app, ...statedBy.formerApps] : [])],
    rule,
    ...(issuedAtSeconds === undefined ? {} : { tokenIssuedAt: issuedAtSeconds * MS_PER_SECOND }),
  };
}
