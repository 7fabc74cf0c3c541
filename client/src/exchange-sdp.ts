/** The one function that openai-node’s WebRTC helpers ask of a page: an SDP offer goes in, its answer comes out. */
import { createBrowserPorts } from './browser-ports.ts';
import type { CallError } from './call-error.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { exchangeBy } from './exchange-by.ts';

/** A call that somebody else’s helper carries. */
export interface PlacedCall {
  readonly callId: string | undefined;
  /** Milliseconds since the epoch, where the endpoint watches over the call. */
  readonly endsAt: number | undefined;
  /** The deployment’s name. */
  readonly model: string | undefined;
  /** Ends it at the endpoint; it is sent though the page goes. Gives what is wrong, if anything is. */
  hangUp(): Promise<CallError | undefined>;
}

/** What {@link exchangeSdp} takes. */
export interface ExchangeSdpOptions extends EndpointOptions {
  /** Told of each call that has begun. A page that goes hangs up by itself. */
  readonly onCall?: (call: PlacedCall) => void;
}

/** What `connect({ exchangeSdp })` of openai-node takes. */
export type ExchangeSdp = (offer: string, options: { readonly signal: AbortSignal }) => Promise<string>;

/**
 * Makes the `exchangeSdp` of openai-node’s `OpenAIRealtimeWebRTC`, which has no network of its own; and with
 * `api: 'live'` that of its `OpenAILiveWebRTC`.
 *
 * The function throws a {@link CallError}, which openai-node gives as the `cause` of its own `WebRTCError`.
 *
 * @example
 * import { OpenAIRealtimeWebRTC } from 'openai/realtime/webrtc';
 *
 * const realtime = new OpenAIRealtimeWebRTC();
 * for (const track of microphone.getTracks()) realtime.peerConnection.addTrack(track, microphone);
 * await realtime.connect({ exchangeSdp: exchangeSdp({ endpoint, getToken }) });
 */
export function exchangeSdp(options: ExchangeSdpOptions): ExchangeSdp {
  return exchangeBy(createBrowserPorts(), options);
}
