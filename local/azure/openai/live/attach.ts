/**
 * `GET /openai/v1/live/sessions/:id/attach`: a WebSocket that hears a session from now on and may command it, whatever
 * the page's data channel lets through.
 */
import type { HttpExchange, Reply } from '../../../kit/reply.ts';
import type { Route, Segments } from '../../../kit/router.ts';
import { createWebSocketEnd } from '../../../kit/web-socket.ts';
import { authorize } from '../authorize.ts';
import type { AttachableCall } from '../calls/call-registry.ts';
import { createRouteTrouble, ROUTE_ERRORS } from '../calls/hang-up-answers.ts';
import { toAnswer } from '../error-answer.ts';
import { MINT_ERRORS } from '../mint-errors.ts';
import type { LiveCall } from './live-call.ts';
import { SESSION_NOT_FOUND } from './live-errors.ts';
import { type LiveOptions, SESSIONS_PATH } from './live-options.ts';

const CUT: Reply = { kind: 'switched', opened: (socket) => void socket.destroy() };

/** `graceful_close` of the query is taken, and has no effect that anybody has described. */
export function createAttachRoute(options: LiveOptions): Route {
  const { sessions, switches, accountOf } = options;

  function listen({ call, attach }: AttachableCall<LiveCall>): Reply {
    const isToldStart = switches.take('live.attachStarted') === 'sent';
    return {
      kind: 'switched',
      opened(socket) {
        const end = createWebSocketEnd(socket, {
          left: () => leave(),
          received: (text) => call.receive(text, end.send),
        });
        const leave = attach({
          send: end.send,
          close() {
            const how = switches.take('live.sidebandClose');
            if (how === 'cut') end.cut();
            else end.close(Number(how), '');
          },
        });
        if (isToldStart) end.send(call.started());
      },
    };
  }

  function refuse({ call, sidebandCount }: AttachableCall<LiveCall>): Reply | undefined {
    const isEarly = call.state !== 'connected' && switches.take('live.attachConnecting') === '404';
    if (isEarly) return toAnswer(SESSION_NOT_FOUND);
    return sidebandCount >= switches.take('live.maxSidebands') ? toAnswer(ROUTE_ERRORS.conflict) : undefined;
  }

  function notFound(id: string): Reply {
    const isKnown = sessions.ended().some((session) => session.id === id);
    return toAnswer(isKnown && switches.take('live.attachEnded') === '410' ? ROUTE_ERRORS.gone : SESSION_NOT_FOUND);
  }

  async function attach(exchange: HttpExchange, { id = '' }: Segments): Promise<Reply> {
    const { headers } = exchange;
    if (headers.upgrade?.toLowerCase() !== 'websocket') return toAnswer(MINT_ERRORS['resource-not-found']);
    const refused = await authorize(headers, accountOf(exchange), options);
    if (refused) return toAnswer(refused);
    const how = switches.take('live.attach');
    const trouble = createRouteTrouble(how, toAnswer);
    if (trouble) return trouble;
    const found = how === 'hidden' ? undefined : sessions.find(id);
    if (!found) return notFound(id);
    return refuse(found) ?? (how === 'cut' ? CUT : listen(found));
  }

  return { method: 'GET', path: `${SESSIONS_PATH}/:id/attach`, handle: attach };
}
