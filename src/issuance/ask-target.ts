/** All that is asked of one target: a token of the identity's, and a Live session, or a client secret and for the relay a call with it. */
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Call, Calls } from '../realtime/calls.ts';
import { type ClientSecret, type ClientSecrets, UPSTREAM_TIMEOUT_MS } from '../realtime/client-secrets.ts';
import type { LiveSessions } from '../realtime/live-sessions.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Attempt } from './at-some-target.ts';
import type { Entry } from './entry.ts';
import type { Exchange } from './exchange.ts';
import type { IssuanceError } from './issued.ts';
import { reportTo } from './report-request.ts';
import type { AnyGrant, Kind } from './wish.ts';

export interface AskParts {
  readonly tokens: UpstreamTokens;
  readonly secrets: ClientSecrets;
  readonly calls: Calls;
  readonly liveSessions: LiveSessions;
}

export interface AskOrder {
  readonly grant: AnyGrant;
  /** Pseudonym. */
  readonly callerHash: string;
  readonly exchange: Exchange;
  /** Told once there is a secret or a Live session: the caller’s unit is used. */
  readonly used: () => void;
}

/** What one target gave. */
export type Asked = { readonly entry: Entry } & (
  | { readonly kind: 'mint'; readonly secret: ClientSecret }
  | { readonly kind: 'relay'; readonly secret: ClientSecret; readonly call: Call }
  | { readonly kind: 'live'; readonly call: Call }
);

/** In this order. */
export const OPERATIONS: Readonly<Record<Kind, readonly Operation[]>> = {
  mint: ['client_secrets'],
  relay: ['client_secrets', 'calls'],
  live: ['live_sessions'],
};

/** For everything that is asked of Azure OpenAI in one request; OpenAI's page waits 30 s for a Live session. */
export const TIMEOUTS_MS: Readonly<Record<Kind, number>> = {
  mint: UPSTREAM_TIMEOUT_MS,
  relay: UPSTREAM_TIMEOUT_MS,
  live: 20 * MS_PER_SECOND,
};

export async function askTarget(
  { tokens, secrets, calls, liveSessions }: AskParts,
  { grant, callerHash, exchange, used }: AskOrder,
  { entry, isLast, signal: begin }: Attempt,
): Promise<Result<Asked, IssuanceError>> {
  const { timings } = exchange;
  const { target, permit } = entry;
  const token = await timings.measure('token', () => tokens[target.tokenScope].get());
  if (!token.ok) return token;

  // Of everything that is asked of this target in this request.
  const common = { signal: begin(), permit, report: reportTo(exchange, target) };
  if (grant.kind === 'live') {
    const { session, offer, identified } = grant;
    const order = { target, session, offer, safetyIdentifier: identified ? callerHash : undefined };
    const call = await timings.measure('upstream', () =>
      liveSessions.create({ ...order, token: token.value, ...common }),
    );
    if (!call.ok) return call;
    used();
    return ok({ kind: 'live', entry, call: call.value });
  }

  const { session, seconds } = grant;
  const secret = await timings.measure('upstream', () =>
    secrets.mint({ target, session, seconds, token: token.value, repeats: isLast, ...common }),
  );
  if (!secret.ok) return secret;
  used();
  if (grant.kind === 'mint') return ok({ kind: 'mint', entry, secret: secret.value });

  const { offer, filter } = grant;
  const call = await timings.measure('call', () => calls.create({ secret: secret.value, offer, filter, ...common }));
  return call.ok ? ok({ kind: 'relay', entry, secret: secret.value, call: call.value }) : call;
}
