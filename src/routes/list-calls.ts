/** GET /api/realtime/calls: what is on the line, of oneself, and of others where the caller is their operator. */
import * as z from 'zod/mini';
import { apiOf, type LiveCall } from '../calls/call.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { isLiveSessionId } from '../realtime/live-sessions.ts';
import { admitAsker, type CallRouteParts } from './call-gate.ts';
import type { RouteHandler } from './route-handler.ts';

const PAGE = 200;

const callSchema = z.strictObject({
  id: z.string(),
  api: z.enum(['realtime', 'live']),
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
    const after = readAfter(new URL(exchange.request.url).searchParams);
    if (!after.ok) return after;
    const { caller, management } = asker.value;
    const calls = await management.list(caller);
    if (!calls.ok) return calls;
    const rest = calls.value.filter(({ callId }) => callId > after.value).sort(byId);
    const body: z.infer<typeof callListSchema> = {
      object: 'list',
      data: rest.slice(0, PAGE).map(toItem),
      has_more: rest.length > PAGE,
    };
    return ok({ status: 200, jsonBody: body });
  };
}

/** The form of a Live id has Realtime's in it. The last id of the page before: its call may have ended since, and the next page begins behind it all the same. */
function readAfter(query: URLSearchParams): Result<string, Refusal> {
  const after = query.get('after');
  if (query.size === 0) return ok('');
  if (query.size === 1 && after !== null && isLiveSessionId(after)) return ok(after);
  return err({ reason: 'query_not_permitted', permitted: ['after=<id of a call>'] });
}

function toItem(call: LiveCall): z.infer<typeof callSchema> {
  const { callId, caller, profile, startedAt, dueAt, asked } = call;
  return {
    id: callId,
    api: apiOf(call),
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
