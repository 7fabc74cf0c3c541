/** POST /api/realtime/client_secrets: who calls, what may they have, one client secret of Azure's. */
import type { HttpResponseInit } from '@azure/functions';
import type { CallerVerifier } from '../auth/verifier.ts';
import { recognise } from '../diagnosis/recognise.ts';
import type { Exchange, RouteHandler } from '../http/edge.ts';
import { type Refusal, toProblem } from '../http/problem.ts';
import type { LogRecord } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Grant } from '../profiles/grant.ts';
import type { ClientSecret, ClientSecrets } from '../realtime/client-secrets.ts';
import type { UpstreamTokens } from '../realtime/upstream-token.ts';
import type { Settings } from '../settings/keys.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import type { MintResponse } from './mint-contract.ts';
import { readMintRequest } from './mint-request.ts';

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
  profile?: string;
}

interface Issued {
  readonly secret: ClientSecret;
  readonly settings: Settings;
  readonly grant: Grant;
}

/** Where the relay takes the offer of a profile that gives no page a secret. */
const RELAY_PATH = '/api/realtime/calls';

export function createClientSecretsRoute({ settings, verifier, tokens, secrets, createId }: MintParts): RouteHandler {
  async function issue({ request, timings }: Exchange, progress: Progress): Promise<Result<Issued, Refusal>> {
    const current = await timings.measure('settings', () => settings.get());
    if (!current.ok) return current;
    progress.deployment = current.value.deployment;

    const authorization = request.headers.get('authorization');
    const caller = await timings.measure('auth', () => verifier.verify(authorization, current.value.callers));
    if (!caller.ok) return caller;
    progress.caller = caller.value.hash;

    const asked = await readMintRequest(request, current.value.profiles, caller.value);
    if (!asked.ok) return asked;
    const { profile, grant } = asked.value;
    progress.profile = profile.name;
    progress.deployment = profile.deployment;
    if (!grant.ok) return grant;
    if (!profile.direct) return err({ reason: 'relay_required', url: RELAY_PATH });

    const token = await timings.measure('token', () => tokens[current.value.tokenScope].get());
    if (!token.ok) return token;

    const { endpoint } = current.value;
    const { deployment, session, seconds } = grant.value;
    const secret = await timings.measure('upstream', () =>
      secrets.mint({ endpoint, deployment, session, seconds, token: token.value }),
    );
    return secret.ok ? ok({ secret: secret.value, settings: current.value, grant: grant.value }) : secret;
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

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
function toResponse({ secret, settings, grant }: Issued, id: string): HttpResponseInit {
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
