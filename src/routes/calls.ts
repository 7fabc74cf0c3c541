/**
 * POST /api/realtime/calls, the relay: the caller's own token and an SDP offer come in, Azure's SDP answer goes out.
 * The client secret in between is of 10 seconds, lives in one variable and never leaves this process.
 */
import type { HttpResponseInit } from '@azure/functions';
import { ok } from '../lib/result.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import type { Standing } from '../quota/window.ts';
import type { Call, Calls } from '../realtime/calls.ts';
import { type CallGrant, readCallRequest } from './call-request.ts';
import type { IssuanceLog, Line } from './issuance-log.ts';
import { recordCall } from './issuance-telemetry.ts';
import type { Issue } from './issue.ts';
import type { RouteHandler } from './route-handler.ts';

export interface CallParts {
  readonly issue: Issue;
  readonly issuances: IssuanceLog;
  readonly calls: Calls;
  readonly createId: () => string;
}

export function createCallsRoute({ issue, issuances, calls, createId }: CallParts): RouteHandler {
  return async function relayCall(exchange) {
    const line: Line = { event: 'relay', id: createId(), progress: {} };
    const issued = await issue<CallGrant>(exchange, line.progress, ['client_secrets', 'calls'], (profiles, caller) =>
      readCallRequest(exchange.request, profiles, caller),
    );
    if (!issued.ok) {
      issuances.tellRefusal(exchange, line, issued.error);
      return issued;
    }
    const { settings, grant, secret, standings, deadline, turn } = issued.value;
    const call = await exchange.timings.measure('call', () =>
      calls.create({
        endpoint: settings.endpoint,
        secret: secret.value,
        offer: grant.offer,
        filter: grant.filter,
        signal: deadline,
        turn,
        called: recordCall(exchange),
      }),
    );
    if (!call.ok) {
      issuances.tellRefusal(exchange, line, call.error);
      return call;
    }
    const { id: callId, requestId: upstreamRequestId, region } = call.value;
    issuances.tellSuccess(exchange, line, secret, { outcome: 'started', callId, upstreamRequestId, region });
    return ok(toResponse(call.value, standings));
  };
}

function toResponse({ answer, id, requestId }: Call, standings: readonly Standing[]): HttpResponseInit {
  return {
    status: 201,
    headers: {
      'Content-Type': 'application/sdp',
      // The SDKs take what stands after the last slash.
      ...(id === undefined ? {} : { Location: `/api/realtime/calls/${id}` }),
      ...rateLimitFields(standings),
      ...(requestId === undefined ? {} : { 'apim-request-id': requestId }),
    },
    body: answer,
  };
}
