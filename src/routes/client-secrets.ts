/** POST /api/realtime/client_secrets: who calls, what may they have, one client secret of Azure's. */
import type { HttpResponseInit } from '@azure/functions';
import type { CallerVerifier } from '../auth/verifier.ts';
import { recognise } from '../diagnosis/recognise.ts';
import { readJsonBody } from '../http/body.ts';
import type { Exchange, RouteHandler } from '../http/edge.ts';
import { type Refusal, toProblem } from '../http/problem.ts';
import type { LogRecord } from '../lib/log.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ClientSecret, ClientSecrets } from '../realtime/client-secrets.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { type MintResponse, mintRequestSchema } from './mint-contract.ts';
import { recordCall, recordMint } from './mint-telemetry.ts';

export interface MintParts {
  readonly settings: SettingsSource;
  readonly verifier: CallerVerifier;
  readonly tokens: UpstreamTokens;
  readonly secrets: ClientSecrets;
  readonly createId: () => string;
}

/** What became known on the way, for the log line. */
interface Progress {
  deployment?: string;
  caller?: string;
}

interface Issued {
  readonly secret: ClientSecret;
  readonly settings: Settings;
  readonly seconds: number;
}

export function createClientSecretsRoute({ settings, verifier, tokens, secrets, createId }: MintParts): RouteHandler {
  async function issue(exchange: Exchange, progress: Progress): Promise<Result<Issued, Refusal>> {
    const { request, timings } = exchange;
    const current = await timings.measure('settings', () => settings.get());
    if (!current.ok) return current;
    progress.deployment = current.value.deployment;

    const authorization = request.headers.get('authorization');
    const caller = await timings.measure('auth', () => verifier.verify(authorization, current.value.callers));
    if (!caller.ok) return caller;
    progress.caller = caller.value.hash;

    const asked = await readJsonBody(request, mintRequestSchema);
    if (!asked.ok) return asked;
    const seconds = Math.min(
      asked.value.expires_after?.seconds ?? Number.POSITIVE_INFINITY,
      current.value.secretSeconds,
    );

    const token = await timings.measure('token', () => tokens[current.value.tokenScope].get());
    if (!token.ok) return token;

    const { endpoint, deployment } = current.value;
    const secret = await timings.measure('upstream', () =>
      secrets.mint({ endpoint, deployment, seconds, token: token.value, called: recordCall(exchange) }),
    );
    return secret.ok ? ok({ secret: secret.value, settings: current.value, seconds }) : secret;
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

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
function toResponse({ secret, settings }: Issued, id: string): HttpResponseInit {
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
    case 'issuer_unavailable':
    case 'credential_unavailable':
      return { ...facts, cause: refusal.cause };
    default:
      return facts;
  }
}
