/** `POST /openai/v1/realtime/calls/:id/hangup`: 200 when the end of a call begins. */
import type { IncomingHttpHeaders } from 'node:http';
import { answer, type HttpExchange, type Reply } from '../../../kit/reply.ts';
import type { Route, Segments } from '../../../kit/router.ts';
import { authorize, HANG_UP_RIGHT, MINT_RIGHT } from '../authorize.ts';
import { toAnswer } from '../error-answer.ts';
import type { MintError } from '../mint-errors.ts';
import { createCommonHeaders } from '../response-headers.ts';
import { CALLS_PATH, type CallsServiceOptions } from './calls-service.ts';
import type { EndedBy } from './ended-calls.ts';
import { createRouteTrouble, isDone } from './hang-up-answers.ts';
import { CALL_NOT_FOUND } from './not-found.ts';

export function createHangUpRoute(options: CallsServiceOptions): Route {
  const { secrets, calls, switches, accountOf } = options;

  /** By which kind of credential, or why not. */
  async function admit(exchange: HttpExchange): Promise<MintError | EndedBy> {
    const { headers } = exchange;
    const secret = toSecret(headers);
    const takesSecrets = switches.take('calls.hangupSecret') === 'accepted';
    if (secret !== undefined && takesSecrets && secrets.isGood(secret)) return 'client-secret';
    const isMintEnough = switches.take('calls.hangupIdentity') === 'accepted';
    const right = isMintEnough ? MINT_RIGHT : HANG_UP_RIGHT;
    const refused = await authorize(headers, accountOf(exchange), options, right);
    return refused ?? (headers['api-key'] === undefined ? 'identity' : 'key');
  }

  async function hangUp(exchange: HttpExchange, { id = '' }: Segments): Promise<Reply> {
    const admitted = await admit(exchange);
    if (typeof admitted !== 'string') return toAnswer(admitted);
    const how = switches.take('calls.hangup');
    const goodbye = switches.take('calls.hangupEnd') === 'closed' ? 'told' : 'untold';
    const isEnded = isDone(how) && calls.end(id, admitted, switches.take('calls.hangupDelayMs'), goodbye);
    const trouble = createRouteTrouble(how, toAnswer);
    if (trouble) return trouble;
    return isEnded ? answer(200, '', createCommonHeaders()) : toAnswer(CALL_NOT_FOUND);
  }

  return { method: 'POST', path: `${CALLS_PATH}/:id/hangup`, handle: hangUp };
}

function toSecret({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer (ek_\S+)$/i.exec(authorization ?? '')?.[1];
}
