/** GET /api/realtime/calls: what is on the line, of oneself, and of others where the caller is their operator. */
import * as z from 'zod/mini';
import type { LiveCall } from '../calls/call.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok } from '../lib/result.ts';
import { admitAsker, type CallRouteParts } from './call-gate.ts';
import type { RouteHandler } from './route-handler.ts';

const PAGE = 200;

const callSchema = z.strictObject({
  id: z.string(),
  /** The pseudonym that the log has. */
  caller: z.string(),
  profile: z.string(),
  /** Unix seconds. */
  started_at: z.int(),
  ends_at: z.int(),
  state: z.enum(['live', 'ending']),
});
export const callListSchema = z.strictObject({
  object: z.literal('list'),
  data: z.array(callSchema),
  has_more: z.boolean(),
});

export function createListCallsRoute(parts: CallRouteParts): RouteHandler {
  return async function listCalls(exchange) {
    const asker = await admitAsker(parts, exchange);
    if (!asker.ok) return asker;
    const { searchParams } = new URL(exchange.request.url);
    if (searchParams.size > (searchParams.has('after') ? 1 : 0)) {
      return err({ reason: 'query_not_permitted', permitted: ['after'] });
    }
    const { caller, switchboard } = asker.value;
    const calls = await switchboard.list(caller);
    if (!calls.ok) return calls;
    const after = searchParams.get('after') ?? '';
    const rest = calls.value.filter(({ callId }) => callId > after).sort(byId);
    const body: z.infer<typeof callListSchema> = {
      object: 'list',
      data: rest.slice(0, PAGE).map(toItem),
      has_more: rest.length > PAGE,
    };
    return ok({ status: 200, jsonBody: body });
  };
}

function toItem({ callId, caller, profile, startedAt, dueAt, asked }: LiveCall): z.infer<typeof callSchema> {
  return {
    id: callId,
    caller,
    profile,
    started_at: Math.floor(startedAt / MS_PER_SECOND),
    ends_at: Math.floor(dueAt / MS_PER_SECOND),
    state: asked ? 'ending' : 'live',
  };
}

function byId(one: LiveCall, other: LiveCall): number {
  return one.callId < other.callId ? -1 : 1;
}
