/** One exchange over a WebSocket, as a port: what is said once it is open, and what is waited for. */
import type { HttpAnswer, NoAnswer } from './http.ts';
import type { Result } from './result.ts';

export interface Conversation<T> {
  /** Of http or https. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends it wherever it stands. */
  readonly signal: AbortSignal;
  /** Of the handshake alone, a refusal’s body included, in milliseconds. */
  readonly handshakeMs: number;
  /** Of one message. A longer one ends the conversation. */
  readonly maxBytes: number;
  readonly say: string;
  /** Is told of each text message; `undefined`: goes on listening. */
  readonly hear: (text: string) => T | undefined;
}

export type Unheard =
  /** The handshake was answered with another status than 101. */
  | { readonly kind: 'refused'; readonly answer: HttpAnswer }
  /** No socket came about. */
  | ({ readonly kind: 'unanswered' } & NoAnswer)
  /** It was said, and the socket closed before anything that was waited for: by the other side, or because of `signal`. */
  | { readonly kind: 'closed' };

/** Never rejects, and leaves no socket open. */
export type Converse = <T>(conversation: Conversation<T>) => Promise<Result<T, Unheard>>;
