/** The way that a mint and a call of the relay share: who calls, what may they have, may they now, one client secret. */
import type { Caller } from '../auth/caller.ts';
import { checkRevocation } from '../auth/revocation.ts';
import type { CallerVerifier } from '../auth/verifier.ts';
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Exchange } from '../http/edge.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import type { Grant } from '../profiles/grant.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import type { Allowance, Quota } from '../quota/quota.ts';
import type { RefusedAttempts } from '../quota/refused-attempts.ts';
import type { Standing } from '../quota/window.ts';
import {
  type ClientSecret,
  type ClientSecrets,
  type MintError,
  type MintOrder,
  UPSTREAM_TIMEOUT_MS,
} from '../realtime/client-secrets.ts';
import type { NotBefore, Turn } from '../realtime/not-before.ts';
import type { CredentialError, UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { recordCall } from './issuance-telemetry.ts';

export interface IssueParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly quota: Quota;
  readonly attempts: RefusedAttempts;
  readonly notBefore: NotBefore;
  readonly tokens: UpstreamTokens;
  readonly secrets: ClientSecrets;
}

/** What became known on the way, for the log line. */
export interface Progress {
  deployment?: string;
  caller?: string;
  profile?: string;
  /** What the caller has left of each policy. */
  remaining?: Readonly<Record<string, number>>;
  /** Of a mint that surely did not happen. */
  unitReturned?: boolean;
}

/** What a caller asks for. The grant is apart from the profile, which is known also where the rest is refused. */
export interface Asked<G extends Grant> {
  readonly profile: Profile;
  readonly grant: Result<G, Refusal>;
}

export interface Issued<G extends Grant> {
  readonly grant: G;
  readonly settings: Settings;
  readonly secret: ClientSecret;
  readonly standings: readonly Standing[];
  /** Of everything that is asked of Azure OpenAI in this request. */
  readonly deadline: AbortSignal;
  /** The right to ask Azure for the operations that follow. */
  readonly turn: Turn;
}

export type Issue = <G extends Grant>(
  exchange: Exchange,
  progress: Progress,
  /** All that the request asks of Azure, the secret first. */
  operations: readonly Operation[],
  read: (profiles: Profiles, caller: Caller) => Promise<Result<Asked<G>, Refusal>>,
) => Promise<Result<Issued<G>, Refusal>>;

export function createIssue(parts: IssueParts): Issue {
  const { settings, verifier, quota, attempts, notBefore, tokens, secrets } = parts;

  async function admit({ request, timings }: Exchange, current: Settings, progress: Progress) {
    const authorization = request.headers.get('authorization');
    const caller = await timings.measure('auth', () => verifier.verify(authorization, current));
    if (!caller.ok) return caller;
    progress.caller = caller.value.hash;
    return checkRevocation(caller.value, current.revoked);
  }

  async function mint(
    { timings }: Exchange,
    { tokenScope }: Settings,
    order: Omit<MintOrder, 'token' | 'signal'>,
  ): Promise<Result<{ secret: ClientSecret; deadline: AbortSignal }, CredentialError | MintError>> {
    const token = await timings.measure('token', () => tokens[tokenScope].get());
    if (!token.ok) return token;
    const deadline = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS);
    const secret = await timings.measure('upstream', () =>
      secrets.mint({ ...order, token: token.value, signal: deadline }),
    );
    return secret.ok ? ok({ secret: secret.value, deadline }) : secret;
  }

  /** A unit that may have been used is kept. */
  async function settle(
    allowance: Allowance,
    minted: Result<unknown, CredentialError | MintError>,
    progress: Progress,
  ): Promise<void> {
    const isRefusedByAzure = !minted.ok && minted.error.reason === 'upstream' && minted.error.neverMinted;
    if (isRefusedByAzure) attempts.count(allowance.caller);
    const surelyNotMinted = isRefusedByAzure || (!minted.ok && minted.error.reason === 'credential_unavailable');
    if (!surelyNotMinted) quota.keep(allowance);
    else if (allowance.takenAt !== undefined) progress.unitReturned = await quota.giveBack(allowance);
  }

  /** Takes a unit of the caller's quota for the secret. */
  async function mintWithin(
    exchange: Exchange,
    progress: Progress,
    current: Settings,
    caller: Caller,
    { deployment, session, seconds }: Grant,
    turn: Turn,
  ): Promise<Result<Pick<Issued<Grant>, 'secret' | 'standings' | 'deadline'>, Refusal>> {
    const allowance = await exchange.timings.measure('quota', () => quota.take(caller.hash, current.quota));
    if (!allowance.ok) return allowance;
    const { standings } = allowance.value;
    if (standings.length > 0) progress.remaining = remainingOf(standings);

    const { endpoint } = current;
    const order = { endpoint, deployment, session, seconds, turn, called: recordCall(exchange) };
    const minted = await mint(exchange, current, order);
    await settle(allowance.value, minted, progress);
    return minted.ok ? ok({ ...minted.value, standings }) : minted;
  }

  return async function issue(exchange, progress, operations, read) {
    const { timings } = exchange;
    const current = await timings.measure('settings', () => settings.get());
    if (!current.ok) return current;
    progress.deployment = current.value.deployment;

    const caller = await admit(exchange, current.value, progress);
    if (!caller.ok) return caller;

    const asked = await read(current.value.profiles, caller.value);
    if (!asked.ok) return asked;
    progress.profile = asked.value.profile.name;
    progress.deployment = asked.value.profile.deployment;
    const { grant } = asked.value;
    if (!grant.ok) return grant;

    // Before anything is spent: no unit, no token and no call upstream.
    const attempt = attempts.check(caller.value.hash);
    if (!attempt.ok) return attempt;
    const { endpoint } = current.value;
    const { deployment } = grant.value;
    const turn = notBefore.enter({ endpoint, deployment }, operations);
    if (!turn.ok) return turn;

    const minted = await mintWithin(exchange, progress, current.value, caller.value, grant.value, turn.value);
    if (minted.ok) return ok({ ...minted.value, grant: grant.value, settings: current.value, turn: turn.value });
    turn.value.leave();
    return minted;
  };
}

export function remainingOf(standings: readonly Standing[]): Readonly<Record<string, number>> {
  return Object.fromEntries(standings.map(({ name, remaining }) => [name, remaining]));
}
