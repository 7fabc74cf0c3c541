/** The stages of a call, in the order in which the page shows them, and what is known of each. */
import type { Failure } from './failure.ts';

export const STAGE_IDS = [
  'token',
  'microphone',
  'offer',
  'mint',
  'calls',
  'ice',
  'channel',
  'first-audio',
  'speaking',
  'hang-up',
] as const;
export type StageId = (typeof STAGE_IDS)[number];

export type StageState = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A request and its answer as they may be shown: whatever is secret in them is gone already. */
export interface RoundTrip {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: HeaderList;
  readonly requestBody: string;
  /** Absent where no answer came. */
  readonly answer?: {
    readonly status: number;
    readonly headers: HeaderList;
    readonly body: string;
  };
}

/** Something to unfold. */
export type Detail =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'exchange'; readonly exchange: RoundTrip }
  | { readonly kind: 'text'; readonly title: string; readonly text: string };

export interface Stage {
  readonly state: StageState;
  /** Milliseconds since the call was started, as `endedAtMs`. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** The one fact that the row itself shows. */
  readonly note?: string;
  readonly details: readonly Detail[];
  readonly failure?: Failure;
  /** The failure was one of a stage that went on, and what failed has worked since. */
  readonly isOvercome?: boolean;
}

export const WAITING: Stage = { state: 'waiting', details: [] };
