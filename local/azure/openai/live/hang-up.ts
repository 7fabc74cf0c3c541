/** `POST /openai/v1/live/sessions/:id/hangup`: OpenAI documents it for SIP, so that it is here by switch only. */
import { answer, type HttpExchange, type Reply } from '../../../kit/reply.ts';
import type { Route, Segments } from '../../../kit/router.ts';
import { authorize } from '../authorize.ts';
import { createRouteTrouble, isDone } from '../calls/hang-up-answers.ts';
import { toAnswer } from '../error-answer.ts';
import { MINT_ERRORS } from '../mint-errors.ts';
import { createCommonHeaders } from '../response-headers.ts';
import { withKeyAsBearer } from './create-session.ts';
import { SESSION_NOT_FOUND } from './live-errors.ts';
import { type LiveOptions, SESSIONS_PATH } from './live-options.ts';

export function createLiveHangUpRoute(options: LiveOptions): Route {
  const { sessions, switches, accountOf } = options;

  async function hangUp(exchange: HttpExchange, { id = '' }: Segments): Promise<Reply> {
    const headers = withKeyAsBearer(exchange.headers, options.apiKey);
    const refused = await authorize(headers, accountOf(exchange), options);
    if (refused) return toAnswer(refused);
    const how = switches.take('live.hangup');
    if (how === 'absent') return toAnswer(MINT_ERRORS['resource-not-found']);
    const isEnded = isDone(how) && sessions.end(id, 'close_requested', 0);
    const trouble = createRouteTrouble(how, toAnswer);
    if (trouble) return trouble;
    return isEnded ? answer(200, '', createCommonHeaders()) : toAnswer(SESSION_NOT_FOUND);
  }

  return { method: 'POST', path: `${SESSIONS_PATH}/:id/hangup`, handle: hangUp };
}
