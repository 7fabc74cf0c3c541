/** How an issuance ends: with something that was issued, or with the reason why not. */
import type { Refusal } from '../problems/problem.ts';
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

export interface IssuedCall {
  readonly kind: 'relay';
  /** Used up by the call, and nobody else’s to have. */
  readonly secret: Omit<ClientSecret, 'value'>;
  readonly call: Call;
  readonly deployment: string;
  /** At the latest; in milliseconds since the epoch. */
  readonly endsAt: number;
  readonly standings: readonly Standing[];
}

export type Issued = IssuedSecret | IssuedCall;
export type IssuanceError = Refusal | MintError;
