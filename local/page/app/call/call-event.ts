/** Everything that can happen in a call, as data: the flow tells it, the reducer makes the next state of it. */
import type { LinkQuality, Way } from './call-state.ts';
import type { Failure } from './failure.ts';
import type { Detail, StageId } from './stage.ts';

export type CallEvent =
  | {
      readonly type: 'call-started';
      readonly number: number;
      readonly endpoint: string;
      readonly way: Way;
      readonly profile: string;
      /** Of the profile; Realtime where nothing is said. */
      readonly api?: 'live';
      readonly startedAt: string;
    }
  | { readonly type: 'stage-started'; readonly stage: StageId; readonly atMs: number }
  | {
      readonly type: 'stage-told';
      readonly stage: StageId;
      readonly detail?: Detail;
      readonly note?: string;
    }
  | { readonly type: 'stage-done'; readonly stage: StageId; readonly atMs: number }
  | { readonly type: 'stage-skipped'; readonly stage: StageId; readonly note: string }
  | { readonly type: 'stage-failed'; readonly stage: StageId; readonly atMs: number; readonly failure: Failure }
  /** Something went wrong in a stage that goes on. */
  | { readonly type: 'stage-troubled'; readonly stage: StageId; readonly failure: Failure }
  | { readonly type: 'connected'; readonly atMs: number }
  /** By when somebody ends the call, counted as `atMs` is. */
  | { readonly type: 'end-known'; readonly endsAtMs: number }
  | {
      readonly type: 'channel-event';
      readonly direction: 'in' | 'out';
      readonly atMs: number;
      /** As sent or received. */
      readonly raw: string;
    }
  | { readonly type: 'quality'; readonly quality: LinkQuality }
  | { readonly type: 'call-over'; readonly atMs: number; readonly how: 'ended' | 'failed' };
