/** POST /api/realtime/client_secrets: who calls, what may they have, may they now, one client secret of Azure's. */
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Caller } from '../auth/caller.ts';
import { checkRevocation } from '../auth/revocation.ts';
import type { CallerVerifier } from '../auth/verifier.ts';
import { recognise } from '../diagnosis/recognise.ts';
import type { Exchange, RouteHandler } from '../http/edge.ts';
import { type Refusal, toProblem } from '../http/problem.ts';
import type { LogRecord } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Grant } from '../profiles/grant.ts';
import type { Allowance, Quota } from '../quota/quota.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import type { Standing } from '../quota/window.ts';
import type { ClientSecret, ClientSecrets, MintError } from '../realtime/client-secrets.ts';
import type { CredentialError, UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import type { MintResponse } from './mint-contract.ts';
import { readMintRequest } from './mint-request.ts';
import { recordCall, recordMint } from './mint-telemetry.ts';

export interface MintParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly quota: Quota;
  readonly tokens: UpstreamTokens;
  readonly secrets: ClientSecrets;
  readonly createId: () => string;
}

/** What became known on the way, for the log line. */
interface Progress {
  deployment?: string;
  caller?: string;
  profile?: string;
  /** What the caller has left of each policy. */
  remaining?: Readonly<Record<string, number>>;
  /** Of a mint that surely did not happen. */
  unitReturned?: boolean;
}

interface GrantedOrder {
  readonly settings: Settings;
  readonly grant: Grant;
}

interface Issued extends GrantedOrder {
  readonly secret: ClientSecret;
  readonly standings: readonly Standing[];
}

/** Where the relay takes the offer of a profile that gives no page a secret. */
const RELAY_PATH = '/api/realtime/calls';

export function createClientSecretsRoute(parts: MintParts): RouteHandler {
  const { settings, verifier, quota, createId } = parts;

  async function admit({ request, timings }: Exchange, current: Settings, progress: Progress) {
    const authorization = request.headers.get('authorization');
    const caller = await timings.measure('auth', () => verifier.verify(authorization, current.callers));
    if (!caller.ok) return caller;
    progress.caller = caller.value.hash;
    return checkRevocation(caller.value, current.revoked);
  }

  async function grantWish(
    request: HttpRequest,
    { profiles }: Settings,
    caller: Caller,
    progress: Progress,
  ): Promise<Result<Grant, Refusal>> {
    const asked = await readMintRequest(request, profiles, caller);
    if (!asked.ok) return asked;
    const { profile, grant } = asked.value;
    progress.profile = profile.name;
    progress.deployment = profile.deployment;
    return grant.ok && !profile.direct ? err({ reason: 'relay_required', url: RELAY_PATH }) : grant;
  }

  async function mintOnce(order: GrantedOrder, allowance: Allowance, exchange: Exchange, progress: Progress) {
    const secret = await mint(parts, order, exchange);
    if (secret.ok || allowance.takenAt === undefined || !surelyNotMinted(secret.error)) return secret;
    progress.unitReturned = await quota.giveBack(allowance);
    return secret;
  }

  async function issue(exchange: Exchange, progress: Progress): Promise<Result<Issued, Refusal>> {
    const { request, timings } = exchange;
    const current = await timings.measure('settings', () => settings.get());
    if (!current.ok) return current;
    progress.deployment = current.value.deployment;

    const caller = await admit(exchange, current.value, progress);
    if (!caller.ok) return caller;

    const grant = await grantWish(request, current.value, caller.value, progress);
    if (!grant.ok) return grant;

    const allowance = await timings.measure('quota', () => quota.take(caller.value.hash, current.value.quota));
    if (!allowance.ok) return allowance;
    const { standings } = allowance.value;
    if (standings.length > 0) progress.remaining = remainingOf(standings);

    const order = { settings: current.value, grant: grant.value };
    const secret = await mintOnce(order, allowance.value, exchange, progress);
    return secret.ok ? ok({ ...order, secret: secret.value, standings }) : secret;
  }

  return async function mintClientSecret(exchange) {
    const id = createId();
    const progress: Progress = {};
    const issued = await issue(exchange, progress);
    const { log, requestId, timings } = exchange;
    const common = { event: 'mint', id, requestId, ...progress, phasesMs: timings.phases() };
    if (!issued.ok) {
      const record = { ...common, ...describeRefusal(issued.error) };
      recordMint(exchange, record);
      if (toProblem(issued.error).status < 500) log.info(record);
      else log.error(record);
      return issued;
    }
    const record = { ...common, ...describeSecret(issued.value) };
    recordMint(exchange, record);
    if (issued.value.secret.lifetimeHonoured) log.info(record);
    else log.error(record);
    return ok(toResponse(issued.value, id));
  };
}

async function mint(
  { tokens, secrets }: MintParts,
  { settings, grant }: GrantedOrder,
  exchange: Exchange,
): Promise<Result<ClientSecret, CredentialError | MintError>> {
  const token = await exchange.timings.measure('token', () => tokens[settings.tokenScope].get());
  if (!token.ok) return token;
  const { deployment, session, seconds } = grant;
  const order = { endpoint: settings.endpoint, deployment, session, seconds, token: token.value };
  return exchange.timings.measure('upstream', () => secrets.mint({ ...order, called: recordCall(exchange) }));
}

function surelyNotMinted(error: CredentialError | MintError): boolean {
  return error.reason === 'credential_unavailable' || error.neverMinted;
}

function remainingOf(standings: readonly Standing[]): Readonly<Record<string, number>> {
  return Object.fromEntries(standings.map(({ name, remaining }) => [name, remaining]));
}

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
function toResponse({ secret, settings, grant, standings }: Issued, id: string): HttpResponseInit {
  const { deployment } = grant;
  const body: MintResponse = {
    value: secret.value,
    expires_at: secret.expiresAtEpochSeconds,
    session: { type: 'realtime', object: 'realtime.session', id: secret.sessionId ?? id, model: deployment },
    url: settings.endpoint.callsUrl,
    model: deployment,
    id,
  };
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json',
      ...rateLimitFields(standings),
      ...(secret.requestId === undefined ? {} : { 'apim-request-id': secret.requestId }),
    },
    jsonBody: body,
  };
}

function describeSecret({ secret, grant }: Issued): Omit<LogRecord, 'event'> {
  const facts = { outcome: 'issued', upstreamRequestId: secret.requestId };
  if (secret.lifetimeHonoured) return facts;
  const { id, causes } = recognise({ kind: 'lifetime' });
  return { ...facts, diagnosis: id, causes, askedSeconds: grant.seconds, gotSeconds: secret.lifetimeSeconds };
}

/** For the operator: what the caller is not told. */
function describeRefusal(refusal: Refusal): Omit<LogRecord, 'event'> {
  const { code, status } = toProblem(refusal);
  const facts = { outcome: status < 500 ? 'refused' : 'failed', code };
  switch (refusal.reason) {
    case 'upstream':
      return {
        ...facts,
        diagnosis: refusal.entry.id,
        causes: refusal.entry.causes,
        upstreamStatus: refusal.facts?.status,
        upstreamCode: refusal.facts?.errorCode,
        upstreamParam: refusal.facts?.param,
        upstreamRequestId: refusal.facts?.requestId,
      };
    case 'token_invalid':
      return { ...facts, flaw: refusal.flaw, hint: refusal.hint };
    case 'quota_exceeded':
      return { ...facts, violated: refusal.violated, remaining: remainingOf(refusal.standings) };
    case 'quota_unavailable':
      return { ...facts, storageStatus: refusal.status, cause: refusal.cause };
    case 'issuer_unavailable':
    case 'credential_unavailable':
    case 'profile_not_permitted':
      return { ...facts, cause: refusal.cause };
    case 'profile_invalid':
      return { ...facts, profile: refusal.profile, problems: refusal.problems };
    default:
      return facts;
  }
}
