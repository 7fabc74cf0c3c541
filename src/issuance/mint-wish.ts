/** What a caller asks of the mint, and what they get for it. */
import type { HttpRequest } from '@azure/functions';
import { type BodyError, readJsonBody, toBodyError } from '../http/body.ts';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, validate } from '../lib/validation.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { narrow, type Wish } from '../profiles/grant.ts';
import type { RealtimeProfile } from '../profiles/profile.ts';
import { REALTIME_SESSION } from '../profiles/session-form.ts';
import type { Session } from '../profiles/session-schema.ts';
import { mintRequestSchema } from './mint-contract.ts';

export interface MintWish extends Wish {
  readonly kind: 'mint';
  readonly profileName: string | undefined;
  readonly seconds: number | undefined;
  /** What is wrong with the body, which is told together with what the profile does not permit. */
  readonly findings: readonly Finding[];
}

export interface MintGrant {
  readonly kind: 'mint';
  readonly session: Session;
  readonly seconds: number;
}

export async function readMintWish(request: HttpRequest): Promise<Result<MintWish, BodyError>> {
  const json = await readJsonBody(request);
  return json.ok ? ok(toWish(json.value)) : json;
}

function toWish(body: unknown): MintWish {
  const read = validate(mintRequestSchema, body);
  const { profile, session, variables } = isJsonObject(body) ? body : {};
  return {
    kind: 'mint',
    // A name that is no text is among the findings.
    profileName: typeof profile === 'string' ? profile : undefined,
    session: isJsonObject(session) ? session : undefined,
    variables,
    seconds: read.ok ? read.value.expires_after?.seconds : undefined,
    findings: read.ok ? [] : read.error,
  };
}

/** @param relayUrl of the route that takes the offer of a profile that gives no page a secret. */
export function grantMint(profile: RealtimeProfile, wish: MintWish, relayUrl: string): Result<MintGrant, Refusal> {
  // Whatever else the body says: two refusals would tell a session that the filter keeps from every page.
  if (!profile.direct) return err({ reason: 'relay_required', url: `${relayUrl}?profile=${profile.name}` });
  const session = narrow(profile, REALTIME_SESSION, wish);
  // Every member that is not permitted is named at once, wherever it stands.
  const findings = [...wish.findings, ...(session.ok ? [] : session.error)];
  if (!session.ok || findings.length > 0) return err(toBodyError(findings));
  const { secretSeconds } = profile;
  return ok({ kind: 'mint', session: session.value, seconds: Math.min(wish.seconds ?? secretSeconds, secretSeconds) });
}
