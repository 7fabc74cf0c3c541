/** POST /api/realtime/client_secrets: who calls, what may they have, may they now, one client secret of Azure's. */
import type { HttpResponseInit } from '@azure/functions';
import { checkRevocation } from '../auth/revocation.ts';
import type { CallerVerifier } from '../auth/verifier.ts';
import { recognise } from '../diagnosis/recognise.ts';
import { readJsonBody } from '../http/body.ts';
import type { Exchange, RouteHandler } from '../http/edge.ts';
import { type Refusal, toProblem } from '../http/problem.ts';
import type { Timings } from '../http/timings.ts';
import type { LogRecord } from '../lib/log.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Allowance, Quota } from '../quota/quota.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import type { Standing } from '../quota/window.ts';
import type { ClientSecret, ClientSecrets, MintError } from '../realtime/client-secrets.ts';
import type { CredentialError, UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { type MintResponse, mintRequestSchema } from './mint-contract.ts';

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
  /** What the caller has left of each policy. */
  remaining?: Readonly<Record<string, number>>;
  /** Of a mint that surely did not happen. */
  unitReturned?: boolean;
}

interface GrantedOrder {
  readonly settings: Settings;
  readonly seconds: number;
}

interface Issued extends GrantedOrder {
  readonly secret: ClientSecret;
  readonly standings: readonly Standing[];
}

export function createClientSecretsRoute(parts: MintParts): RouteHandler {
  const { settings, verifier, quota, createId } = parts;

  async function admit({ request, timings }: Exchange, current: Settings, progress: Progress) {
    const authorization = request.headers.get('authorization');
    const caller = await timings.measure('auth', () => verifier.verify(authorization, current.callers));
    if (!caller.ok) return caller;
    progress.caller = caller.value.hash;
    return checkRevocation(caller.value, current.revoked);
  }

  async function mintOnce(order: GrantedOrder, allowance: Allowance, timings: Timings, progress: Progress) {
    const secret = await mint(parts, order, timings);
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

    const asked = await readJsonBody(request, mintRequestSchema);
    if (!asked.ok) return asked;
    const seconds = Math.min(
      asked.value.expires_after?.seconds ?? Number.POSITIVE_INFINITY,
      current.value.secretSeconds,
    );

    const allowance = await timings.measure('quota', () => quota.take(caller.value.hash, current.value.quota));
    if (!allowance.ok) return allowance;
    const { standings } = allowance.value;
    if (standings.length > 0) progress.remaining = remainingOf(standings);

    const order = { settings: current.value, seconds };
    const secret = await mintOnce(order, allowance.value, timings, progress);
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
      if (toProblem(issued.error).status < 500) log.info(record);
      else log.error(record);
      return issued;
    }
    const record = { ...common, ...describeSecret(issued.value) };
    if (issued.value.secret.lifetimeHonoured) log.info(record);
    else log.error(record);
    return ok(toResponse(issued.value, id));
  };
}

async function mint(
  { tokens, secrets }: MintParts,
  { settings, seconds }: GrantedOrder,
  timings: Timings,
): Promise<Result<ClientSecret, CredentialError | MintError>> {
  const token = await timings.measure('token', () => tokens[settings.tokenScope].get());
  if (!token.ok) return token;
  const { endpoint, deployment } = settings;
  return timings.measure('upstream', () => secrets.mint({ endpoint, deployment, seconds, token: token.value }));
}

function surelyNotMinted(error: CredentialError | MintError): boolean {
  return error.reason === 'credential_unavailable' || error.neverMinted;
}

function remainingOf(standings: readonly Standing[]): Readonly<Record<string, number>> {
  return Object.fromEntries(standings.map(({ name, remaining }) => [name, remaining]));
}

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
function toResponse({ secret, settings, standings }: Issued, id: string): HttpResponseInit {
  const { deployment, endpoint } = settings;
  const body: MintResponse = {
    value: secret.value,
    expires_at: secret.expiresAtEpochSeconds,
    session: { type: 'realtime', object: 'realtime.session', id: secret.sessionId ?? id, model: deployment },
    url: endpoint.callsUrl,
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

function describeSecret({ secret, seconds }: Issued): Omit<LogRecord, 'event'> {
  const facts = { outcome: 'issued', upstreamRequestId: secret.requestId };
  if (secret.lifetimeHonoured) return facts;
  const { id, causes } = recognise({ kind: 'lifetime' });
  return { ...facts, diagnosis: id, causes, askedSeconds: seconds, gotSeconds: secret.lifetimeSeconds };
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
      return { ...facts, cause: refusal.cause };
    default:
      return facts;
  }
}
