/** The ways in which a caller may not have a secret or a call now. */
import type { SdkErrorFacts } from '../lib/sdk-error.ts';
import type { Slot } from './caller-calls.ts';
import type { Standing } from './window.ts';

/** The caller has as many calls as they may have at once. */
export interface CallsExceeded {
  readonly reason: 'calls_exceeded';
  readonly perCaller: number;
  readonly slots: readonly Slot[];
  /** Until the first of them has lapsed; it may end before. */
  readonly waitSeconds: number;
  readonly standings: readonly Standing[];
}

/** The table could not be asked. */
export type QuotaUnavailable = { readonly reason: 'quota_unavailable' } & SdkErrorFacts;

export type QuotaError =
  | {
      readonly reason: 'quota_exceeded';
      /** Names of the policies that have nothing left. */
      readonly violated: readonly string[];
      readonly waitSeconds: number;
      /** Only because of units that requests of this caller have taken and not used yet. */
      readonly inFlight: boolean;
      /** Of the app that speaks for the caller, over all its end users. */
      readonly isOfApp?: true;
      readonly standings: readonly Standing[];
    }
  | CallsExceeded
  | QuotaUnavailable;
