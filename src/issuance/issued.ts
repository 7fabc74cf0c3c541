/** How an issuance ends: with something that was issued, or with the reason why not. */
import type { Refusal } from '../problems/to-problem.ts';
import type { Standing } from '../quota/window.ts';
import type { Call } from '../realtime/calls.ts';
import type { ClientSecret, MintError } from '../realtime/client-secrets.ts';

export interface IssuedSecret {
  readonly kind: 'mint';
  /** The issuance id: in the answer, in the log, and one day the handle of a revocation. */
  readonly id: string;
  readonly secret: ClientSecret;
  /** What the caller has left of each policy. */
  readonly standings: readonly Standing[];
}

interface Begun {
  readonly call: Call;
  readonly deployment: string;
  /** At the latest, in milliseconds since the epoch; `undefined`: only Azure knows. */
  readonly endsAt: number | undefined;
  readonly standings: readonly Standing[];
}

export interface IssuedCall extends Begun {
  readonly kind: 'relay';
  /** Used up by the call, and nobody else’s to have. */
  readonly secret: Omit<ClientSecret, 'value'>;
}

export interface IssuedLiveSession extends Begun {
  readonly kind: 'live';
}

export type Issued = IssuedSecret | IssuedCall | IssuedLiveSession;
export type IssuanceError = Refusal | MintError;
