/** The two ways in which a caller may not have a secret now. */
import type { SdkErrorFacts } from '../lib/sdk-error.ts';
import type { Standing } from './window.ts';

export type QuotaError =
  | {
      readonly reason: 'quota_exceeded';
      /** Names of the policies that have no unit left. */
      readonly violated: readonly string[];
      readonly waitSeconds: number;
      /** Only because of units that requests of this caller have taken and not used yet. */
      readonly inFlight: boolean;
      readonly standings: readonly Standing[];
    }
  | ({ readonly reason: 'quota_unavailable' } & SdkErrorFacts);
