/** A call as a page has it. */
import type { CallError } from './call-error.ts';
import type { CallStats } from './call-stats.ts';
import type { EndpointOptions } from './endpoint-options.ts';

/** What {@link createCall} takes. */
export interface CallOptions extends EndpointOptions {
  /** Opens the microphone; `getUserMedia({ audio: true })` without it. The call stops the tracks at its end. */
  readonly microphone?: (() => Promise<MediaStream>) | undefined;
  /** What plays the answer; an element of its own without it. With `false` the page plays the event `stream` itself. */
  readonly audio?: HTMLAudioElement | false | undefined;
}

/** What a call is at while it connects, in this order; `mint` on the direct way only. */
export type Step = 'token' | 'microphone' | 'offer' | 'mint' | 'answer' | 'connection' | 'channel';

/** You, with the page that goes; the endpoint, at the end that it promised; the service, at its own limit. */
export type EndedBy = 'you' | 'endpoint' | 'service';

/** An event of the data channel, as the service or the page sends it. */
export interface RealtimeEvent {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** `live`: the data channel is open. `ended` is an end as foreseen, `failed` any other. */
export type Phase = 'idle' | 'connecting' | 'live' | 'ended' | 'failed';

/** All that is known of a call; replaced at each change and never edited. */
export interface CallState {
  readonly phase: Phase;
  /** What it is at while it connects. */
  readonly step?: Step;
  readonly callId?: string;
  /** The deployment’s name. */
  readonly model?: string;
  /** By when somebody ends the call, in milliseconds since the epoch. */
  readonly endsAt?: number;
  /** The answer has been heard. */
  readonly isHeard?: true;
  /** Who ended it, where `phase` is `ended`. */
  readonly endedBy?: EndedBy;
  /** Why, where `phase` is `failed`. */
  readonly error?: CallError;
}

/** What a call tells, by name. */
export interface CallEvents {
  /** At each change of {@link Call.state}. */
  readonly state: CallState;
  /** An event of the service, from the data channel. `error` is one of them, in a call that goes on. */
  readonly event: RealtimeEvent;
  /** Whole seconds to `endsAt`, each second of a live call whose end is known. */
  readonly countdown: number;
  /** The microphone’s stream, then the answer’s: to draw, or to play. */
  readonly stream: { readonly who: 'you' | 'answer'; readonly stream: MediaStream };
  /** Something is wrong in a call that goes on or is over, such as `no_sound` or `hang_up_unconfirmed`. */
  readonly trouble: CallError;
}

/** One call after the other, for one button. */
export interface Call {
  readonly state: CallState;
  /**
   * Begins a call. While one connects or is live, a second press gives the first one’s promise; within the wait that the
   * endpoint asked for, it fails with the same error and asks nobody.
   *
   * @returns the state once the call is live, or has failed or ended before. It never rejects: look at `phase`.
   */
  start(): Promise<CallState>;
  /** Ends the call here and at the endpoint. Resolves when nothing of it is left; without a call at once. */
  hangUp(): Promise<void>;
  /** Sends an event to the service. False where the data channel is not open. */
  send(event: RealtimeEvent): boolean;
  /** Silences the microphone, or opens it again. */
  mute(isMuted: boolean): void;
  /** How the line is; `undefined` while there is none. */
  stats(): Promise<CallStats | undefined>;
  /** Listens; gives what takes the listener away again. */
  on<Name extends keyof CallEvents>(name: Name, listener: (told: CallEvents[Name]) => void): () => void;
}
