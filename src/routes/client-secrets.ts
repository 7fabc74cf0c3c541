/** POST /api/realtime/client_secrets: one client secret of Azure's, and where to connect with it. */
import type { HttpResponseInit } from '@azure/functions';
import { err, ok } from '../lib/result.ts';
import type { Grant } from '../profiles/grant.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import type { IssuanceLog, Line } from './issuance-log.ts';
import type { Issue, Issued } from './issue.ts';
import type { MintResponse } from './mint-contract.ts';
import { readMintRequest } from './mint-request.ts';
import type { RouteHandler } from './route-handler.ts';

export interface MintParts {
  readonly issue: Issue;
  readonly issuances: IssuanceLog;
  readonly createId: () => string;
  /** Of the relay, which takes the offer of a profile that gives no page a secret. */
  readonly relayUrl: string;
}

export function createClientSecretsRoute({ issue, issuances, createId, relayUrl }: MintParts): RouteHandler {
  return async function mintClientSecret(exchange) {
    const line: Line = { event: 'mint', id: createId(), progress: {} };
    const issued = await issue<Grant>(exchange, line.progress, ['client_secrets'], async (profiles, caller) => {
      const asked = await readMintRequest(exchange.request, profiles, caller);
      if (!asked.ok || asked.value.profile.direct) return asked;
      // Whatever else the body says: two refusals would tell a session that the filter keeps from every page.
      return ok({
        ...asked.value,
        grant: err({ reason: 'relay_required', url: `${relayUrl}?profile=${asked.value.profile.name}` }),
      });
    });
    if (!issued.ok) {
      issuances.tellRefusal(exchange, line, issued.error);
      return issued;
    }
    const { secret } = issued.value;
    const { requestId: upstreamRequestId, region } = secret;
    issuances.tellSuccess(exchange, line, secret, { outcome: 'issued', upstreamRequestId, region });
    return ok(toResponse(issued.value, line.id));
  };
}

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
function toResponse({ secret, settings, grant, standings }: Issued<Grant>, id: string): HttpResponseInit {
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
