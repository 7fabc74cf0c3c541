/** What a call needs of the browser, and what it is told. A test passes its own; "Break it" passes some that fail. */
import type { Ports } from '../../../../client/src/ports.ts';
import type { Way } from './call-state.ts';

/** Those of the package, but for two that the page shows more of. */
export interface CallPorts extends Omit<Ports, 'now' | 'play'> {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly wallClock: () => Date;
  /** To be heard and measured, until the signal aborts; gives whether the answer plays. */
  readonly listen: (who: 'you' | 'answer', stream: MediaStream, signal: AbortSignal) => () => boolean;
}

export type TokenSource =
  /** The emulated issuer signs one; the claims bend it. */
  | { readonly kind: 'control'; readonly url: string; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: 'given'; readonly token: string };

export interface CallOptions {
  readonly number: number;
  /** Of ours, without a slash at the end: `https://<app>/api`. */
  readonly endpoint: string;
  readonly token: TokenSource;
  readonly way: Way;
  /** Of the profile; Realtime where nothing is said. */
  readonly api?: 'live';
  readonly profile: string;
  /** What the page itself does wrong, on purpose. */
  readonly mistakes: Mistakes;
}

export interface Mistakes {
  /** Of the mint, instead of POST. */
  readonly method?: string;
  /** Client secrets that are asked for, one after the other; one unless a quota is to be used up. */
  readonly mints?: number;
  /** Calls that are begun, all but the last of which are forgotten and never hung up; one unless there is to be no room. */
  readonly offers?: number;
  /** An answer is taken for SDP whatever its status is. */
  readonly ignoresStatus?: boolean;
}
