/**
 * Every request for a session goes through this function from top to bottom. Each step ends the request or hands it to
 * the next one.
 */
import type { CallerVerifier } from '../auth/verifier.ts';
import type { Leash } from '../calls/leash.ts';
import { mayBegin } from '../calls/terms.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import type { Share } from '../quota/plan-take.ts';
import { targetsAt } from '../realtime/target.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import type { Allowances } from './allowance.ts';
import { type AskOrder, type AskParts, askTarget, OPERATIONS, TIMEOUTS_MS } from './ask-target.ts';
import { atSomeTarget, type Failure } from './at-some-target.ts';
import type { Closing } from './close.ts';
import { commit, rowFactsOf, termsFor } from './commitment.ts';
import type { Entries, Errand } from './entry.ts';
import type { Exchange } from './exchange.ts';
import { callerFactsOf, type IssuanceFacts, remainingOf, siteFacts } from './facts.ts';
import type { IssuanceError, Issued } from './issued.ts';
import { limitsOf } from './limits.ts';
import { tellMoved } from './tell-moved.ts';
import { type Kind, profileFor, type RelayUrls, readWish, toGrant } from './wish.ts';

export interface IssueParts extends AskParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly allowances: Allowances;
  readonly entries: Entries;
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
  readonly now: Clock;
  readonly closing: Closing;
  readonly createId: () => string;
  readonly relayUrls: RelayUrls;
}

export type Issue = (exchange: Exchange, kind: Kind) => Promise<Result<Issued, Refusal>>;

export function createIssue(parts: IssueParts): Issue {
  return (exchange, kind) => issue(parts, exchange, kind);
}

async function issue(parts: IssueParts, exchange: Exchange, kind: Kind): Promise<Result<Issued, Refusal>> {
  const { settings, verifier, allowances, entries, closing, createId, relayUrls } = parts;
  const { request, requestId, timings } = exchange;
  const id = createId();
  let facts: IssuanceFacts = { id, requestId };
  let unused: Share | undefined;
  const close = (ended: Result<Issued, IssuanceError>, failures: readonly Failure[] = []) =>
    closing.close(exchange, { kind, facts, unused, failures }, ended);

  const current = await timings.measure('settings', () => settings.get());
  if (!current.ok) return close(current);
  const { targets, profiles } = current.value;
  facts = { ...facts, ...siteFacts(targets[0]) };

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
  facts = { ...facts, profile: profile.value.name, ...profile.value.servedAt[0] };

  const grant = toGrant(profile.value, wish.value, relayUrls);
  if (!grant.ok) return close(grant);
  const operations = OPERATIONS[kind];
  const isCall = kind !== 'mint';
  const may = isCall ? mayBegin(current.value['calls:endBefore'], parts.now()) : ok(undefined);
  if (!may.ok) return close(may);
  const terms = isCall ? termsFor(parts, limits, profile.value, caller.value) : undefined;
  const errand: Errand = { id, targets: targetsAt(targets, profile.value.servedAt), operations, terms };
  const allowance = await allowances.take({ ...errand, callerHash, policies, ofApp }, timings);
  if (!allowance.ok) return close(allowance);
  const { entry, share } = allowance.value;
  const { standings } = share;
  unused = share;
  facts = { ...facts, ...remainingOf(standings) };

  const order: AskOrder = { grant: grant.value, callerHash, exchange, used: () => allowances.keep(share) };
  const served = await atSomeTarget(
    {
      ...{ entries, errand, timings, timeoutMs: TIMEOUTS_MS[kind] },
      ask: (attempt) => askTarget(parts, order, attempt),
      moved: (from, to) => tellMoved(exchange, facts, from, to),
    },
    entry,
  );
  facts = { ...facts, ...siteFacts(served.ok ? served.value.entry.target : served.error.told.target) };
  if (!served.ok) return close(err(served.error.told.error), served.error.failures);
  if (served.value.kind === 'mint') return close(ok({ kind: 'mint', id, secret: served.value.secret, standings }));

  // The answer leaves only after a row says when the call ends.
  const { call } = served.value;
  const { target, place } = served.value.entry;
  const { api, name } = profile.value;
  const about = { id, ...(api === 'live' && { api }), caller: callerHash, profile: name, ...rowFactsOf(caller.value) };
  const begun = await timings.measure('commit', () => commit(parts, call, { target, terms, share, place, about }));
  if (!begun.ok) return close(begun);
  const started = { call, standings, endsAt: begun.value.endsAt, deployment: target.deployment };
  const { value } = served;
  return close(
    ok(value.kind === 'relay' ? { kind: 'relay', secret: value.secret, ...started } : { kind: 'live', ...started }),
  );
}
