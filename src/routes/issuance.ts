/** The routes that issue something: each asks for a thing of its own, and answers with it. */
import type { HttpResponseInit } from '@azure/functions';
import type { Issue } from '../issuance/issue.ts';
import type { Issued } from '../issuance/issued.ts';
import type { Kind } from '../issuance/wish.ts';
import { ok } from '../lib/result.ts';
import { toCallResponse } from './calls.ts';
import { toSecretResponse } from './client-secrets.ts';
import { toLiveResponse } from './live-sessions.ts';
import type { RouteHandler } from './route-handler.ts';

export function createIssuanceRoute(issue: Issue, kind: Kind): RouteHandler {
  return async function issuance(exchange) {
    const issued = await issue(exchange, kind);
    return issued.ok ? ok(toResponse(issued.value)) : issued;
  };
}

function toResponse(issued: Issued): HttpResponseInit {
  switch (issued.kind) {
    case 'mint':
      return toSecretResponse(issued);
    case 'relay':
      return toCallResponse(issued);
    case 'live':
      return toLiveResponse(issued);
  }
}
