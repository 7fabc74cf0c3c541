/** A call whose channel is open, as everything that watches it needs it. */
import type { CallEvent } from './call-event.ts';

export interface OpenCall {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly tell: (event: CallEvent) => void;
  readonly sinceStart: () => number;
  /** Aborts at the end of the call. */
  readonly signal: AbortSignal;
}
