/** The way that a mint and a call of the relay share: who calls, what may they have, may they now, one client secret. */
import type { Caller } from '../auth/caller.ts';
import { checkRevocation } from '../auth/revocation.ts';
import type { CallerVerifier } from '../auth/verifier.ts';
import type { Exchange } from '../http/edge.ts';
import type { Refusal } from '../http/problem.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Grant } from '../profiles/grant.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import type { Allowance, Quota } from '../quota/quota.ts';
import type { Standing } from '../quota/window.ts';
import {
  type ClientSecret,
  type ClientSecrets,
  type MintError,
  type MintOrder,
  UPSTREAM_TIMEOUT_MS,
} from '../realtime/client-secrets.ts';
import type { CredentialError, UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { recordCall } from './issuance-telemetry.ts';

export interface IssueParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly quota: Quota;
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
}

export type Issue = <G extends Grant>(
  exchange: Exchange,
  progress: Progress,
  read: (profiles: Profiles, caller: Caller) => Promise<Result<Asked<G>, Refusal>>,
) => Promise<Result<Issued<G>, Refusal>>;

export function createIssue({ settings, verifier, quota, tokens, secrets }: IssueParts): Issue {
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
    const surelyNotMinted =
      !minted.ok && (minted.error.reason === 'credential_unavailable' || minted.error.neverMinted);
    if (!surelyNotMinted) quota.keep(allowance);
    else if (allowance.takenAt !== undefined) progress.unitReturned = await quota.giveBack(allowance);
  }

  return async function issue(exchange, progress, read) {
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

    const allowance = await timings.measure('quota', () => quota.take(caller.value.hash, current.value.quota));
    if (!allowance.ok) return allowance;
    const { standings } = allowance.value;
    if (standings.length > 0) progress.remaining = remainingOf(standings);

    const { deployment, session, seconds } = grant.value;
    const order = { endpoint: current.value.endpoint, deployment, session, seconds, called: recordCall(exchange) };
    const minted = await mint(exchange, current.value, order);
    await settle(allowance.value, minted, progress);
    if (!minted.ok) return minted;
    return ok({ grant: grant.value, settings: current.value, standings, ...minted.value });
  };
}

export function remainingOf(standings: readonly Standing[]): Readonly<Record<string, number>> {
  return Object.fromEntries(standings.map(({ name, remaining }) => [name, remaining]));
}
