/** A call as the page knows it: plain data, replaced and never edited. */
import { type Conversation, NO_CONVERSATION } from './conversation.ts';
import type { LiveUsage } from './live-usage.ts';
import { STAGE_IDS, type Stage, type StageId, WAITING } from './stage.ts';

export type Way = 'direct' | 'relay';

export type Phase =
  | 'idle'
  | 'connecting'
  /** The data channel is open. */
  | 'live'
  | 'ended'
  | 'failed';

/** An event of the data channel. */
export interface ChannelEvent {
  /** Counts from 1; older events are forgotten, numbers are not used again. */
  readonly number: number;
  readonly direction: 'in' | 'out';
  readonly atMs: number;
  /** Its member `type`, or a remark where it has none. */
  readonly type: string;
  /** Redacted, laid out. */
  readonly text: string;
  /** As it went over the wire. */
  readonly bytes: number;
}

/** What `getStats` last told. */
export interface LinkQuality {
  readonly roundTripMs?: number;
  /** Of the packets towards this page, since the start. */
  readonly lostPercent?: number;
  readonly jitterMs?: number;
}

export interface CallState {
  /** Counts from 1: which call of this page it is. */
  readonly number: number;
  readonly phase: Phase;
  /** Whom it asked: `https://<app>/api`. */
  readonly endpoint: string;
  readonly way: Way;
  readonly profile: string;
  /** Of the profile; Realtime where nothing is said. */
  readonly api?: 'live';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAtMs?: number;
  /** Milliseconds since the start; absent until somebody has told by when the call is ended. */
  readonly endsAtMs?: number;
  readonly stages: Readonly<Record<StageId, Stage>>;
  readonly events: readonly ChannelEvent[];
  readonly conversation: Conversation;
  readonly quality: LinkQuality;
  /** Of a Live session, as soon as it has told. */
  readonly usage?: LiveUsage;
}

type CallOrigin = Pick<CallState, 'number' | 'endpoint' | 'way' | 'profile' | 'api' | 'startedAt'>;

export function createCallState({ number, endpoint, way, profile, api, startedAt }: CallOrigin): CallState {
  const stages = Object.fromEntries(STAGE_IDS.map((id) => [id, WAITING])) as Record<StageId, Stage>;
  return {
    number,
    endpoint,
    way,
    profile,
    ...(api === undefined ? {} : { api }),
    startedAt,
    phase: 'idle',
    stages,
    events: [],
    conversation: NO_CONVERSATION,
    quality: {},
  };
}

export const NO_CALL: CallState = createCallState({
  number: 0,
  endpoint: '',
  way: 'relay',
  profile: 'default',
  startedAt: '',
});

/** The first stage with something wrong, which may go on all the same. */
export function troubledStage({ stages }: CallState): StageId | undefined {
  return STAGE_IDS.find((id) => isTroubled(stages[id]));
}

export function isTroubled({ failure, isOvercome = false }: Stage): boolean {
  return failure !== undefined && !isOvercome;
}
