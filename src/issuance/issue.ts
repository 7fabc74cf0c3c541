/**
 * The way of every request that is to get a session: a step, and where it is refused the end; then the next. Whoever
 * reads what becomes of a request reads it here, from top to bottom.
 */
import type { CallerVerifier } from '../auth/verifier.ts';
import type { Leash } from '../calls/leash.ts';
import { mayBegin } from '../calls/terms.ts';
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Clock } from '../lib/clock.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import type { Calls } from '../realtime/calls.ts';
import { type ClientSecrets, UPSTREAM_TIMEOUT_MS } from '../realtime/client-secrets.ts';
import { targetsAt } from '../realtime/target.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import type { Allowance, Allowances } from './allowance.ts';
import { commit, rowFactsOf, termsFor } from './call-terms.ts';
import type { Closing } from './close.ts';
import type { Exchange } from './exchange.ts';
import { callerFactsOf, type IssuanceFacts, remainingOf } from './facts.ts';
import type { IssuanceError, Issued } from './issued.ts';
import { limitsOf } from './limits.ts';
import { reportTo } from './report-request.ts';
import { type Kind, profileFor, readWish, toGrant } from './wish.ts';

export interface IssueParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly allowances: Allowances;
  readonly tokens: UpstreamTokens;
  readonly secrets: ClientSecrets;
  readonly calls: Calls;
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
  readonly now: Clock;
  readonly closing: Closing;
  readonly createId: () => string;
  /** Of the relay, which takes the offer of a profile that gives no page a secret. */
  readonly relayUrl: string;
}

export type Issue = (exchange: Exchange, kind: Kind) => Promise<Result<Issued, Refusal>>;

/** All that is asked of Azure, in this order. */
const OPERATIONS: Readonly<Record<Kind, readonly Operation[]>> = {
  mint: ['client_secrets'],
  relay: ['client_secrets', 'calls'],
};

export function createIssue(parts: IssueParts): Issue {
  return (exchange, kind) => issue(parts, exchange, kind);
}

async function issue(parts: IssueParts, exchange: Exchange, kind: Kind): Promise<Result<Issued, Refusal>> {
  const { settings, verifier, allowances, tokens, secrets, calls, closing, createId, relayUrl } = parts;
  const { request, requestId, timings } = exchange;
  const id = createId();
  let facts: IssuanceFacts = { id, requestId };
  let unused: Allowance | undefined;
  const close = (ended: Result<Issued, IssuanceError>) => closing.close(exchange, { kind, facts, unused }, ended);

  const current = await timings.measure('settings', () => settings.get());
  if (!current.ok) return close(current);
  const { targets, profiles } = current.value;
  const [first] = targets;
  facts = { ...facts, deployment: first.deployment };

  const caller = await timings.measure('auth', () => verifier.verify(request.headers, current.value));
  if (!caller.ok) return close(caller);
  const { hash: callerHash } = caller.value;
  facts = { ...facts, ...callerFactsOf(caller.value) };
  const limits = limitsOf(current.value, caller.value);
  const { policies, ofApp } = limits;

  const wish = await readWish(kind, request);
  if (!wish.ok) return close(wish);

  const profile = profileFor(profiles, wish.value, caller.value);
  if (!profile.ok) return close(profile);
  facts = { ...facts, profile: profile.value.name, deployment: profile.value.servedAt[0].deployment };

  const grant = toGrant(profile.value, wish.value, relayUrl);
  if (!grant.ok) return close(grant);
  const { session, seconds } = grant.value;

  const [target = first] = targetsAt(targets, profile.value.servedAt);
  const { deployment } = target;
  const operations = OPERATIONS[kind];
  const may = kind === 'relay' ? mayBegin(current.value['calls:endBefore'], parts.now()) : ok(undefined);
  if (!may.ok) return close(may);
  const terms = kind === 'relay' ? termsFor(parts, limits, profile.value, caller.value) : undefined;
  const allowance = await allowances.take({ id, callerHash, policies, ofApp, target, operations, terms }, timings);
  if (!allowance.ok) return close(allowance);
  unused = allowance.value;
  const { permit, share, place } = allowance.value;
  const { standings } = share;
  facts = { ...facts, ...remainingOf(standings) };

  const token = await timings.measure('token', () => tokens[target.tokenScope].get());
  if (!token.ok) return close(token);

  // Of everything that is asked of Azure OpenAI in this request.
  const signal = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS);
  const report = reportTo(exchange);
  const secret = await timings.measure('upstream', () =>
    secrets.mint({ target, session, seconds, token: token.value, signal, permit, report }),
  );
  if (!secret.ok) return close(secret);
  allowances.keep(allowance.value);
  if (grant.value.kind === 'mint') return close(ok({ kind: 'mint', id, secret: secret.value, standings }));

  const { offer, filter } = grant.value;
  const call = await timings.measure('call', () =>
    calls.create({ secret: secret.value, offer, filter, signal, permit, report }),
  );
  if (!call.ok) return close(call);

  // The answer leaves only after a row says when the call ends.
  const about = { id, caller: callerHash, profile: profile.value.name, ...rowFactsOf(caller.value) };
  const begun = await timings.measure('commit', () =>
    commit(parts, call.value, { target, terms, share, place, about }),
  );
  if (!begun.ok) return close(begun);
  const { endsAt } = begun.value;
  return close(ok({ kind: 'relay', secret: secret.value, call: call.value, standings, endsAt, deployment }));
}
