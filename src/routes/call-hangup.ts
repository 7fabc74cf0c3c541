/**
 * POST /api/realtime/calls/{call_id}/hangup, the path of OpenAI's own, so that its SDK ends a call here; and
 * POST /api/live/sessions/{session_id}/hangup, which does the same for a Live session.
 */
import { digestOfCall } from '../calls/call-digest.ts';
import type { Api } from '../lib/azure-values.ts';
import { ok } from '../lib/result.ts';
import { admitAsker, type CallRouteParts } from './call-gate.ts';
import type { RouteHandler } from './route-handler.ts';

/** @param idParam the route's parameter. */
export function createHangUpRoute(parts: CallRouteParts, api: Api, idParam: string): RouteHandler {
  return async function hangUp(exchange) {
    const asker = await admitAsker(parts, exchange);
    if (!asker.ok) return asker;
    const { caller, management } = asker.value;
    const callId = exchange.request.params[idParam] ?? '';
    const hungUp = await exchange.timings.measure('upstream', () => management.hangUp({ api, callId }, caller));
    if (!hungUp.ok) return hungUp;
    const { state, by } = hungUp.value;
    if (by === 'operator') {
      exchange.log.info({
        event: 'calls_operated',
        caller: caller.hash,
        scope: 'one',
        call: digestOfCall(callId),
        state,
      });
      exchange.telemetry.event('calls_operated', { caller: caller.hash, scope: 'one' }, { [state]: 1 });
    }
    // 202: it is written down, and Azure has not confirmed it yet.
    return ok({ status: state === 'ended' ? 200 : 202, jsonBody: { id: callId, state } });
  };
}
