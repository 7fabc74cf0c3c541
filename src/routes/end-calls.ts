/** DELETE /api/realtime/calls: one's own calls; with the right to it those of a caller, or all. */
import type { Caller } from '../auth/caller.ts';
import { type Call, isCallOf } from '../calls/call.ts';
import { isOwn } from '../calls/call-management.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { type Asker, admitAsker, type CallRouteParts } from './call-gate.ts';
import type { RouteHandler } from './route-handler.ts';

type Scope = { readonly of: 'own' } | { readonly of: 'caller'; readonly hash: string } | { readonly of: 'all' };

const HASH = /^[0-9a-f]{32}$/;

export function createEndCallsRoute(parts: CallRouteParts): RouteHandler {
  return async function endCalls(exchange) {
    const asker = await admitAsker(parts, exchange);
    if (!asker.ok) return asker;
    const scope = readScope(new URL(exchange.request.url).searchParams);
    if (!scope.ok) return scope;
    const { caller, management } = asker.value;
    if (scope.value.of !== 'own' && !mayEndOthers(caller)) return err(lackOfRight(asker.value));
    const { of } = scope.value;
    const ended = await management.endAll(caller, (call) => isMeant(call, scope.value, caller));
    if (!ended.ok) return ended;
    if (of !== 'own') {
      exchange.log.info({ event: 'calls_operated', caller: caller.hash, scope: of, ...ended.value });
      exchange.telemetry.event('calls_operated', { caller: caller.hash, scope: of }, ended.value);
    }
    return ok({ status: ended.value.ending === 0 ? 200 : 202, jsonBody: ended.value });
  };
}

function readScope(query: URLSearchParams): Result<Scope, Refusal> {
  const hash = query.get('caller');
  if (query.size === 0) return ok({ of: 'own' });
  if (query.size === 1 && query.get('all') === 'true') return ok({ of: 'all' });
  if (query.size === 1 && hash !== null && HASH.test(hash)) return ok({ of: 'caller', hash });
  return err({ reason: 'query_not_permitted', permitted: ['caller=<pseudonym>', 'all=true'] });
}

function isMeant(call: Call, scope: Scope, caller: Caller): boolean {
  switch (scope.of) {
    case 'own':
      return isOwn(call, caller);
    case 'caller':
      return isCallOf(call, scope.hash);
    case 'all':
      return true;
  }
}

function mayEndOthers({ endsCallsOf }: Caller): boolean {
  return endsCallsOf === 'everybody' || endsCallsOf.rules.length > 0;
}

function lackOfRight({ caller, settings }: Asker): Refusal {
  const role = settings.callers.find(({ id }) => id === caller.rule)?.hangUpRole;
  const kind = caller.isPerson ? 'person' : 'app-only';
  return {
    reason: 'insufficient_scope',
    kind,
    scope: undefined,
    role,
    isRoleForPeople: true,
    scopes: caller.scopes,
    roles: caller.roles,
  };
}
