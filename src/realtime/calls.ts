/**
 * The call: one POST of an SDP offer to Azure OpenAI, which answers with its own SDP and the call's id. It takes a
 * client secret and nothing else, not even the identity's token. Nothing repeats it, because a call may have begun.
 */
import type { AnswerHead } from '../lib/http.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { ClientSecret } from './client-secrets.ts';
import type { RealtimeEndpoint } from './endpoint.ts';
import type { Permit } from './not-before.ts';
import { isSessionDescription } from './session-description.ts';
import {
  askUpstream,
  toUpstreamError,
  type UpstreamError,
  type UpstreamPorts,
  type UpstreamRequest,
} from './upstream.ts';
import { type AnswerOrigin, originOf } from './upstream-answer.ts';

export interface CallOrder extends Pick<UpstreamRequest, 'signal' | 'report'> {
  /** Nobody else has it, and it goes where it is good. */
  readonly secret: Pick<ClientSecret, 'value' | 'target'>;
  readonly offer: string;
  /** Azure keeps the session from the page's data channel. */
  readonly filter: boolean;
  /** Absent where nobody else asks. */
  readonly permit?: Permit;
}

export interface Call extends AnswerOrigin {
  /** SDP, whole. */
  readonly answer: string;
  /** `rtc_…`; absent where Azure named none that is well formed. The call is live all the same. */
  readonly id: string | undefined;
}

export interface Calls {
  create(order: CallOrder): Promise<Result<Call, UpstreamError>>;
}

/** OpenAI's newer ids have a second part, `rtc_u1_…`. */
const CALL_ID = /^rtc_[\w-]{1,124}$/;

/** Whether it has the form of an id of Azure's. */
export function isCallId(text: string): boolean {
  return CALL_ID.test(text);
}

export function createCalls(ports: UpstreamPorts): Calls {
  return {
    async create({ secret, offer, filter, permit, ...order }) {
      const { endpoint } = secret.target;
      const answered = await askUpstream(ports, {
        operation: 'calls',
        url: filter ? `${endpoint.callsUrl}?webrtcfilter=on` : endpoint.callsUrl,
        token: secret.value,
        contentType: 'application/sdp',
        body: offer,
        ...order,
      });
      permit?.ended('calls', answered);
      if (!answered.ok) return answered;
      const { response, body } = answered.value;
      // Azure types it as text/plain, so that its form decides.
      if (!isSessionDescription(body)) return err(toUpstreamError({ kind: 'invalid', operation: 'calls' }, response));
      return ok({ answer: body, id: callIdOf(response, endpoint), ...originOf(response) });
    },
  };
}

/** Azure's Location has the path of OpenAI's own host: only its last segment, or a `call_id`, says anything. */
function callIdOf(response: AnswerHead, { callsUrl }: RealtimeEndpoint): string | undefined {
  const location = response.headers.get('location') ?? '';
  if (!URL.canParse(location, callsUrl)) return undefined;
  const { pathname, searchParams } = new URL(location, callsUrl);
  return [pathname.split('/').at(-1), searchParams.get('call_id')].find((id) => isCallId(id ?? '')) ?? undefined;
}
