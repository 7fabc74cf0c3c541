/** Why a call did not come about, or ended: one class, whose `code` a program branches on. */

/** Who refused or failed: the endpoint, the voice service behind it (direct way only), or this browser. */
export type ErrorSource = 'endpoint' | 'service' | 'browser';

/** The codes that this package gives itself. A problem of the endpoint keeps its own `code`. */
export type ClientErrorCode = keyof typeof MESSAGES;

/** What the voice service itself said on the direct way, with nothing secret in it. */
export interface ServiceError {
  readonly code?: string;
  readonly message?: string;
  /** It has not the form of the service’s errors: a proxy or a firewall may have made it. */
  readonly isForeign: boolean;
}

/** What a `CallError` is made of. */
export interface CallErrorDetails {
  readonly message?: string | undefined;
  readonly status?: number | undefined;
  readonly diagnosis?: string | undefined;
  readonly helpUrl?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly canRetry?: boolean;
  readonly requestId?: string | undefined;
  readonly service?: ServiceError | undefined;
  readonly measured?: Measured;
  /** What the browser, or the page’s own `getToken`, threw. */
  readonly cause?: unknown;
}

/** What was measured, for whoever looks for the cause. */
export type Measured = Readonly<Record<string, string | number | boolean>>;

const MESSAGES = {
  insecure_context: 'A browser gives its microphone only to a page that came over https, or from this machine.',
  webrtc_unsupported: 'This browser has no WebRTC.',
  microphone_refused: 'The browser refused the microphone.',
  microphone_missing: 'This device has no microphone.',
  microphone_busy: 'Another program has the microphone.',
  token_unavailable: 'The page’s getToken gave no access token.',
  endpoint_unreachable: 'The endpoint cannot be reached.',
  endpoint_origin_refused: 'The endpoint answers, but the browser keeps the answer from this page: check its origin.',
  endpoint_silent: 'The endpoint did not answer in time.',
  answer_unreadable: 'The answer is not one of this endpoint.',
  service_refused: 'The voice service refused the call.',
  service_unreachable: 'The voice service cannot be reached.',
  service_origin_refused: 'The voice service answers, but the browser keeps the answer from this page.',
  service_silent: 'The voice service did not answer in time.',
  answer_not_sdp: 'The answer to the offer is no session description.',
  media_blocked: 'Sound found no way: the network may block the media port.',
  connection_lost: 'The connection was lost during the call.',
  channel_closed: 'The call was ended at the other end.',
  no_sound: 'The service says that it speaks, and nothing is heard.',
  hang_up_unconfirmed: 'The service has not confirmed yet that the call has ended.',
  unexpected: 'The browser failed in a way that this package does not know.',
} as const;

/** What a later attempt may cure without anybody changing anything. */
const PASSING: ReadonlySet<string> = new Set([
  'endpoint_unreachable',
  'endpoint_silent',
  'service_unreachable',
  'service_silent',
  'connection_lost',
  'channel_closed',
] satisfies ClientErrorCode[]);

/**
 * Why a call did not come about, or ended before its time.
 *
 * @example
 * call.on('state', ({ error }) => {
 *   if (error?.code === 'microphone_refused') show('Allow the microphone and press again.');
 *   else if (error?.retryAfterSeconds) show(`Try again in ${error.retryAfterSeconds} s.`);
 * });
 */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** Stable: a {@link ClientErrorCode}, or the `code` of the endpoint’s problem. */
  readonly code: string;
  readonly source: ErrorSource;
  /** Of the HTTP answer, where there was one. */
  readonly status: number | undefined;
  /** The explanation that the problem’s `type` names. */
  readonly diagnosis: string | undefined;
  /** A page of the endpoint that explains the problem; {@link explain} reads it. */
  readonly helpUrl: string | undefined;
  /** Asking earlier is useless. */
  readonly retryAfterSeconds: number | undefined;
  /** False where somebody has to change something first. */
  readonly canRetry: boolean;
  /** What the endpoint’s operator finds the request by in the log. */
  readonly requestId: string | undefined;
  readonly service: ServiceError | undefined;
  readonly measured: Measured;

  constructor(code: ClientErrorCode | (string & {}), source: ErrorSource, details: CallErrorDetails = {}) {
    super(details.message ?? messageOf(code), details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.source = source;
    this.status = details.status;
    this.diagnosis = details.diagnosis;
    this.helpUrl = details.helpUrl;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.canRetry = details.canRetry ?? PASSING.has(code);
    this.requestId = details.requestId;
    this.service = details.service;
    this.measured = details.measured ?? {};
  }
}

/** Of this browser. */
export function browserError(code: ClientErrorCode, measured: Measured = {}, cause?: unknown): CallError {
  return new CallError(code, 'browser', { measured, cause });
}

function messageOf(code: string): string {
  return Object.hasOwn(MESSAGES, code) ? MESSAGES[code as ClientErrorCode] : code;
}
