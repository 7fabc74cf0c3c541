/**
 * `GET /openai/v1/realtime?call_id=`: a WebSocket that hears every event of a call, whatever the page's filter is. What
 * it sends is not heard here. Without `call_id` the route is not emulated.
 */
import type { HttpExchange, Reply } from '../../../kit/reply.ts';
import type { Route } from '../../../kit/router.ts';
import { createWebSocketEnd } from '../../../kit/web-socket.ts';
import { authorize } from '../authorize.ts';
import { toAnswer } from '../error-answer.ts';
import { createId } from '../ids.ts';
import { MINT_ERRORS } from '../mint-errors.ts';
import type { Call } from './call.ts';
import type { AttachableCall } from './call-registry.ts';
import type { CallsServiceOptions } from './calls-service.ts';
import type { EndedBy } from './ended-calls.ts';
import { createRouteTrouble } from './hang-up-answers.ts';
import { CALL_NOT_FOUND } from './not-found.ts';

const SIDEBAND_PATH = '/openai/v1/realtime';
/** Reported, of an hour's end. */
const MAXIMUM_TEXT = 'Your session hit the maximum duration of 60 minutes.';

type SidebandOptions = Omit<CallsServiceOptions, 'secrets'>;

export function createSidebandRoute(options: SidebandOptions): Route {
  const { calls, switches, accountOf } = options;

  function hasJustEnded(id: string): boolean {
    const lingerMs = switches.take('calls.sidebandLingerMs');
    const endedAt = lingerMs === 0 ? undefined : calls.ended().findLast((call) => call.id === id)?.endedAt;
    return endedAt !== undefined && Date.now() - Date.parse(endedAt) < lingerMs;
  }

  function closeCode(by: EndedBy): readonly [number, string] {
    if (by === 'maximum') return [1_001, MAXIMUM_TEXT];
    return [Number(switches.take('calls.sidebandClose')), ''];
  }

  function listen({ call, attach }: AttachableCall<Call>): Reply {
    const isToldSession = switches.take('calls.sidebandCreated') === 'sent';
    return {
      kind: 'switched',
      opened(socket) {
        const end = createWebSocketEnd(socket, { left: () => leave() });
        const leave = attach({ send: end.send, close: (by) => end.close(...closeCode(by)) });
        const created = { event_id: createId('event'), type: 'session.created', session: call.echo() };
        if (isToldSession) end.send(JSON.stringify(created));
      },
    };
  }

  async function attach(exchange: HttpExchange): Promise<Reply> {
    const { headers, url } = exchange;
    const id = url.searchParams.get('call_id');
    if (id === null || headers.upgrade?.toLowerCase() !== 'websocket')
      return toAnswer(MINT_ERRORS['resource-not-found']);
    const refused = await authorize(headers, accountOf(exchange), options);
    if (refused) return toAnswer(refused);
    const how = switches.take('calls.sideband');
    const trouble = createRouteTrouble(how, toAnswer);
    if (trouble) return trouble;
    const found = how === 'hidden' ? undefined : calls.find(id);
    if (found) return listen(found);
    const isLate = how !== 'hidden' && hasJustEnded(id);
    return isLate ? { kind: 'switched', opened: (socket) => socket.end() } : toAnswer(CALL_NOT_FOUND);
  }

  return { method: 'GET', path: SIDEBAND_PATH, handle: attach };
}
