/** One HTTP request of our own, as a port: what is sent, what is read of the answer, what is known where none came. */
import type { Result } from './result.ts';
import type { HeaderReader } from './retry-after.ts';

export interface HttpRequest {
  /** Of http or https, without a name and a password. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request wherever it stands: at the connection, at the headers, in the middle of the body. */
  readonly signal: AbortSignal;
  /** Of the answer's body, decoded. */
  readonly maxBytes: number;
}

export interface AnswerHead {
  readonly status: number;
  readonly headers: HeaderReader;
}

/** Of any status: a redirect is an answer like others, and is not followed. */
export interface HttpAnswer extends AnswerHead {
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** `undefined`: it has more than `maxBytes`, and was not read to its end. */
  readonly body: string | undefined;
}

export interface NoAnswer {
  /** Node’s, OpenSSL’s or zlib’s, of what failed; where there were several addresses, of the first. */
  readonly code: string | undefined;
  /** True only where no connection came about, so that nothing was sent. */
  readonly neverConnected: boolean;
}

/** Node’s and OpenSSL’s codes for a server that is not who it should be. */
export const UNTRUSTED_CERTIFICATE =
  /^(?:CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_\w+|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Sends once, and never rejects: whether to send again is for those to say who know what the request does. */
export type Send = (request: HttpRequest) => Promise<Result<HttpAnswer, NoAnswer>>;

/** A request to switch to a WebSocket (RFC 6455 section 4.1) of which only the status of the answer is wanted. */
export type AskUpgrade = (
  request: Pick<HttpRequest, 'url' | 'headers' | 'signal'>,
) => Promise<Result<{ readonly status: number }, NoAnswer>>;

export function isSuccess({ status }: AnswerHead): boolean {
  return status >= 200 && status < 300;
}

/** @param error as node:http gives it, and `fetch` in the `cause` of its own. */
export function toNoAnswer(error: unknown): NoAnswer {
  const { code, syscall, errors } = Object(error) as { code?: unknown; syscall?: unknown; errors?: unknown };
  return {
    code: typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined,
    // Node gives several errors only where it has tried several addresses, and connected to none.
    neverConnected: errors !== undefined || syscall === 'connect' || syscall === 'getaddrinfo',
  };
}
