/**
 * `POST /openai/v1/realtime/calls`: an SDP offer with a client secret becomes a call with the parrot of this machine.
 */

import { type Answer, type HttpExchange, json, type Reply, text } from '../../../kit/reply.ts';
import type { Route } from '../../../kit/router.ts';
import { delay } from '../../foundation/network-trouble.ts';
import { findError } from '../error-answer.ts';
import { createId } from '../ids.ts';
import type { MintError } from '../mint-errors.ts';
import type { ResourceOptions } from '../resource-options.ts';
import { createCommonHeaders, createServedHeaders } from '../response-headers.ts';
import { type Call, startCall } from './call.ts';
import { CALL_ERRORS } from './call-errors.ts';
import type { CallRegistry } from './call-registry.ts';
import { createCallSession } from './call-session.ts';
import { bendAnswer, createTroubledCall, isCallTrouble } from './call-trouble.ts';
import { CORS, createPreflight } from './cors.ts';
import { lacksLastEnd, readOffer } from './offer.ts';
import type { Redeemed, SecretRegister } from './secret-register.ts';

export interface CallsServiceOptions extends ResourceOptions {
  readonly secrets: SecretRegister;
  readonly calls: CallRegistry<Call>;
}

export const CALLS_PATH = '/openai/v1/realtime/calls';

export function createCallRoutes(options: CallsServiceOptions): readonly Route[] {
  const { secrets, calls, switches, redirectOrigin, accountOf } = options;

  function toAnswer({ status, body, headers }: MintError): Answer {
    const cors = switches.take('calls.errorCors') === 'on' ? CORS : {};
    return { ...json(status, null, { ...createCommonHeaders(), ...cors, ...headers }), body };
  }

  function redeem({ headers }: HttpExchange): Redeemed | MintError {
    const secret = /^Bearer (ek_\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (secret === undefined) return findRefusal(switches.take('calls.credentialRefusal'));
    const redeemed = secrets.redeem(secret);
    const isRefused = redeemed?.isFirstCall === false && switches.take('calls.secretReuse') === 'refused';
    return redeemed && !isRefused ? redeemed : findRefusal(switches.take('calls.secretRefusal'));
  }

  async function open(exchange: HttpExchange, { session: minted, isFirstCall }: Redeemed): Promise<Answer> {
    const { url, body, signal } = exchange;
    if (lacksLastEnd(body)) return toAnswer(CALL_ERRORS['unparsable-offer']);
    const offer = readOffer(body);
    const { model, request } = minted;
    // What a secret of a transcription session can start is not known.
    if (offer === undefined || request.type !== 'realtime') return toAnswer(CALL_ERRORS['empty-error']);
    const maxSeconds = switches.take('calls.maxSeconds');
    const expiresAt = Math.floor(Date.now() / 1_000) + maxSeconds;
    // Whether another call with the same secret has the same session is not verified; here it is another one.
    const session = createCallSession(request, { id: isFirstCall ? minted.id : createId('sess'), model, expiresAt });
    const isFiltered = url.searchParams.get('webrtcfilter') === 'on';
    const hasDeployment = (name: string): boolean => accountOf(exchange)?.deployments.has(name) === true;
    const opened = await calls.open((report) =>
      startCall({ offer, session, isFiltered, maxSeconds, switches, hasDeployment, ...report }),
    );
    if (!opened) return toAnswer(CALL_ERRORS['empty-error']);
    // Nobody has the answer, so nobody will come.
    if (signal.aborted) calls.end(opened.id, 'unanswered', 0);
    return text(201, opened.answer, toHeaders(opened.id));
  }

  async function post(exchange: HttpExchange): Promise<Reply> {
    await delay(switches.take('calls.delayMs'), exchange.signal);
    if (exchange.signal.aborted) return { kind: 'hang' };
    const how = switches.take('calls.answer');
    if (isCallTrouble(how)) return createTroubledCall(how, toHeaders(`rtc_${'0'.repeat(32)}`), redirectOrigin);
    const forced = findError(CALL_ERRORS, switches.take('calls.error'));
    if (forced) return toAnswer(forced);
    const redeemed = redeem(exchange);
    if ('status' in redeemed) return toAnswer(redeemed);
    const isMultipart = /^multipart\//i.test(exchange.headers['content-type'] ?? '');
    const answered = isMultipart
      ? toAnswer(findRefusal(switches.take('calls.multipart')))
      : await open(exchange, redeemed);
    if (answered.status === 201) return bendAnswer(how, answered);
    redeemed.giveBack();
    return answered;
  }

  return [
    { method: 'POST', path: CALLS_PATH, handle: post },
    {
      method: 'OPTIONS',
      path: CALLS_PATH,
      handle: ({ headers }) =>
        createPreflight(switches.take('calls.preflight'), headers) ?? toAnswer(CALL_ERRORS['resource-not-found']),
    },
  ];
}

/** As recorded, `/openai` missing in the location. */
function toHeaders(callId: string): Readonly<Record<string, string>> {
  return { ...createServedHeaders(), ...CORS, location: `/v1/realtime/calls/${callId}` };
}

function findRefusal(name: string): MintError {
  return findError(CALL_ERRORS, name) ?? CALL_ERRORS['secret-refused'];
}
