/** The table of the calls, which all instances share. Every change but the end is of the version that was read. */
import type { Call, End, EndedCall, LiveCall, UnreadableCall } from './call.ts';

/** A deployment's place, taken for one call. */
export interface Place {
  /** The row's key. */
  readonly key: string;
  readonly etag: string;
}

/** What the last sweep found, for every instance. Instants are in milliseconds since the epoch. */
export interface Heartbeat {
  readonly at: number;
  readonly by: 'timer' | 'request';
  /** Resources that refused a hang-up to the identity; as all of them by src/calls/resource-of.ts. */
  readonly forbidden: readonly string[];
  /** The data action that Azure's newest refusal named. */
  readonly lacks?: string | undefined;
  /** Resources where a hang-up at the due time was confirmed at least once. */
  readonly confirmed: readonly string[];
  /** Resources where one was due. */
  readonly asked: readonly string[];
}

/** Rejects with the SDK's error or with the signal's reason. */
export interface CallTable {
  /** The promise, durable; with it the place is the call's until `placeUntil`. `undefined`: there is such a row already. */
  begin(
    callId: string,
    call: Call,
    place: { readonly held: Place; readonly until: number } | undefined,
    signal: AbortSignal,
  ): Promise<LiveCall | undefined>;
  /** All that are on the line. */
  live(signal: AbortSignal): Promise<readonly (LiveCall | UnreadableCall)[]>;
  /** Of an id: two reads at once, whatever there is. */
  find(callId: string, signal: AbortSignal): Promise<LiveCall | EndedCall | undefined>;
  /** `undefined` where somebody else changed or ended it meanwhile. */
  change(call: LiveCall, next: Call, signal: AbortSignal): Promise<LiveCall | undefined>;
  /** The row of the end in the place of the one of the call, whatever its version. False where somebody else did that. */
  end(call: LiveCall, end: End, signal: AbortSignal): Promise<boolean>;
  /** Of a row that cannot be read. */
  drop(call: UnreadableCall, signal: AbortSignal): Promise<void>;
  /** `undefined`: all places of the deployment are taken; `freeAt` says when the first lapses. */
  takePlace(order: PlaceOrder, signal: AbortSignal): Promise<Place | { readonly freeAt: number }>;
  leavePlace(place: Place, signal: AbortSignal): Promise<void>;
  heartbeat(signal: AbortSignal): Promise<Heartbeat | undefined>;
  beat(heartbeat: Heartbeat, signal: AbortSignal): Promise<void>;
  /** Removes what ended before; a page at a time, and says whether there is more. */
  forget(endedBefore: number, signal: AbortSignal): Promise<boolean>;
}

export interface PlaceOrder {
  readonly origin: string;
  readonly deployment: string;
  readonly cap: number;
  /** The issuance id. */
  readonly id: string;
  readonly now: number;
  readonly until: number;
}
