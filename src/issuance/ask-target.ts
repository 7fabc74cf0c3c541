/** All that is asked of one target: a token of the identity's, a client secret, and for the relay a call with it. */
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Call, Calls } from '../realtime/calls.ts';
import type { ClientSecret, ClientSecrets } from '../realtime/client-secrets.ts';
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
}

export interface AskOrder {
  readonly grant: AnyGrant;
  readonly exchange: Exchange;
  /** Told once there is a secret: the caller’s unit is used. */
  readonly minted: () => void;
}

/** What one target gave. */
export type Asked = { readonly entry: Entry; readonly secret: ClientSecret } & (
  | { readonly kind: 'mint' }
  | { readonly kind: 'relay'; readonly call: Call }
);

/** In this order. */
export const OPERATIONS: Readonly<Record<Kind, readonly Operation[]>> = {
  mint: ['client_secrets'],
  relay: ['client_secrets', 'calls'],
};

export async function askTarget(
  { tokens, secrets, calls }: AskParts,
  { grant, exchange, minted }: AskOrder,
  { entry, isLast, signal: begin }: Attempt,
): Promise<Result<Asked, IssuanceError>> {
  const { timings } = exchange;
  const { target, permit } = entry;
  const { session, seconds } = grant;
  const token = await timings.measure('token', () => tokens[target.tokenScope].get());
  if (!token.ok) return token;

  // Of everything that is asked of this target in this request.
  const common = { signal: begin(), permit, report: reportTo(exchange, target) };
  const secret = await timings.measure('upstream', () =>
    secrets.mint({ target, session, seconds, token: token.value, repeats: isLast, ...common }),
  );
  if (!secret.ok) return secret;
  minted();
  if (grant.kind === 'mint') return ok({ kind: 'mint', entry, secret: secret.value });

  const { offer, filter } = grant;
  const call = await timings.measure('call', () => calls.create({ secret: secret.value, offer, filter, ...common }));
  return call.ok ? ok({ kind: 'relay', entry, secret: secret.value, call: call.value }) : call;
}
