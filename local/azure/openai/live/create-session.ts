/** `POST /openai/v1/live/sessions`: an SDP offer inside of JSON becomes a session of GPT-Live, which is billed from now on. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../../../../src/lib/json.ts';
import { type Answer, type HttpExchange, json, type Reply } from '../../../kit/reply.ts';
import type { Route } from '../../../kit/router.ts';
import { delay } from '../../foundation/network-trouble.ts';
import { refuseApiVersion } from '../api-version.ts';
import { authorize } from '../authorize.ts';
import { readOffer } from '../calls/offer.ts';
import type { DeploymentKind } from '../deployments.ts';
import { findError, toAnswer, withCommonHeaders } from '../error-answer.ts';
import { toInvalidAnswer } from '../invalid-body.ts';
import { createServedHeaders } from '../response-headers.ts';
import { startLiveCall } from './live-call.ts';
import { LIVE_ERRORS } from './live-errors.ts';
import { type LiveOptions, SESSIONS_PATH } from './live-options.ts';
import { bendSession, createTroubledSession, isLiveTrouble } from './live-trouble.ts';
import type { CreateBody } from './session-schema.ts';
import { validateCreate } from './validate-create.ts';

export function createSessionRoute(options: LiveOptions): Route {
  const { switches, sessions, concurrency, accountOf, find, redirectOrigin } = options;

  /** What refuses a request before its body counts. */
  async function refuse(exchange: HttpExchange): Promise<Answer | undefined> {
    const forced = findError(LIVE_ERRORS, switches.take('live.error'));
    if (forced) return toAnswer(forced);
    const headers = withKeyAsBearer(exchange.headers, options.apiKey);
    const unauthorized = await authorize(headers, accountOf(exchange), options);
    if (unauthorized) return toAnswer(unauthorized);
    const isJson = /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
    return refuseApiVersion(exchange, switches) ?? (isJson ? undefined : toAnswer(LIVE_ERRORS['json-needed']));
  }

  function refuseModel({ kind }: DeploymentKind | { kind: 'retired' }): Answer | undefined {
    switch (kind) {
      case 'live':
        return undefined;
      case 'retired':
        return toAnswer(LIVE_ERRORS['model-retired']);
      case 'realtime':
      case 'other':
        return toAnswer(LIVE_ERRORS[toErrorName(switches.take('live.wrongModel'))]);
      case 'absent':
        return toAnswer(LIVE_ERRORS[toErrorName(switches.take('live.unknownDeployment'))]);
    }
  }

  function read(body: string): { readonly body: CreateBody } | Answer {
    const validated = validateCreate(parseJson(body), {
      takesOpenAiMembers: switches.take('live.openaiMembers') === 'accepted',
      boundsTokens: switches.take('live.tokenBounds') === 'on',
    });
    return 'invalid' in validated ? withCommonHeaders(toInvalidAnswer(validated.invalid)) : validated;
  }

  async function open({ session, transport }: CreateBody, how: string): Promise<Reply> {
    const needsCandidates = switches.take('live.offerCandidates') === 'needed';
    const offer = readLiveOffer(transport.sdp, needsCandidates);
    if (offer === undefined) return toAnswer(LIVE_ERRORS['invalid-offer']);
    const leave = concurrency.enter(switches.take('live.concurrency'));
    if (!leave) {
      const isTold = switches.take('live.concurrencyRetryAfter') === 'on';
      return toAnswer(LIVE_ERRORS[isTold ? 'session-quota' : 'session-quota-without-header']);
    }
    const opened = await sessions.open((report) =>
      startLiveCall({ offer, request: session, switches, over: leave, ...report }),
    );
    if (!opened) {
      leave();
      return toAnswer(LIVE_ERRORS['invalid-offer']);
    }
    // Whoever has gone without the answer has left a session that lasts: nobody in Azure knows that it is not wanted.
    const created = { session: { id: opened.id }, transport: { type: 'webrtc', sdp: opened.answer } } as const;
    const good = json(Number(switches.take('live.createStatus')), created, createServedHeaders());
    return bendSession(how, good, created);
  }

  async function create(exchange: HttpExchange): Promise<Reply> {
    await delay(switches.take('live.delayMs'), exchange.signal);
    if (exchange.signal.aborted) return { kind: 'hang' };
    const how = switches.take('live.answer');
    if (isLiveTrouble(how)) return createTroubledSession(how, redirectOrigin);
    const refused = await refuse(exchange);
    if (refused) return refused;
    const given = read(exchange.body.toString());
    if ('status' in given) return given;
    const { body } = given;
    return refuseModel(find(accountOf(exchange), body.session.model)) ?? open(body, how);
  }

  return { method: 'POST', path: SESSIONS_PATH, handle: create };
}

/** Microsoft's sample of this route has a key there, too. */
export function withKeyAsBearer(headers: IncomingHttpHeaders, apiKey: string): IncomingHttpHeaders {
  return headers.authorization === `Bearer ${apiKey}` ? { ...headers, 'api-key': apiKey } : headers;
}

function readLiveOffer(sdp: string, needsCandidates: boolean): string | undefined {
  if (!/^m=application [1-9]/m.test(sdp)) return undefined;
  if (needsCandidates && !/^a=candidate:/m.test(sdp)) return undefined;
  return readOffer(Buffer.from(sdp));
}

function toErrorName(code: 'OpperationNotSupported' | 'DeploymentNotFound') {
  return code === 'DeploymentNotFound' ? 'deployment-not-found' : 'opperation-not-supported';
}
