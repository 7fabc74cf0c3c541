/** POST /api/realtime/client_secrets: one client secret of Azure's, and where to connect with it. */
import type { HttpResponseInit } from '@azure/functions';
import type { IssuedSecret } from '../issuance/issued.ts';
import type { MintResponse } from '../issuance/mint-contract.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';

/** Built of what is meant to leave and never by removing: Azure's answer repeats instructions and tools. */
export function toSecretResponse({ id, secret, standings }: IssuedSecret): HttpResponseInit {
  const { endpoint, deployment } = secret.target;
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
