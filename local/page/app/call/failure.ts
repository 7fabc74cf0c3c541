/** What was seen when a stage failed; `explain.ts` makes of it what it means and how it is mended. */
import type { Measured } from '../../../../client/src/call-error.ts';
import type { BrowserState, EventSymptom } from '../../../../src/diagnosis/catalogue-entry.ts';

/** What this page meets and the catalogue does not know, because an application would not call it by a name. */
export type PageSymptom =
  /** An answer of somebody else's than the endpoint. */
  | 'answer_unreadable'
  | 'endpoint_silent'
  /** The endpoint has ended the call when it said that it would. */
  | 'leash_reached'
  /** The endpoint was asked to hang up, and Azure has not said yet that it has. */
  | 'hang_up_unconfirmed'
  | 'page_fault';

export type Failure =
  /** A problem of our endpoint (RFC 9457), with its stable code. */
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: string;
      /** Id of the catalogue's entry, where Azure was the cause. */
      readonly diagnosis?: string;
      readonly detail?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Azure's own answer to a direct call. */
  | {
      readonly kind: 'azure';
      readonly seen: 'answered' | 'timeout' | 'invalid';
      readonly status?: number;
      readonly code?: string;
      readonly message?: string;
      /** It has not the form of Azure's: see `UpstreamSymptom`. */
      readonly foreign?: boolean;
    }
  /** What the service said on the data channel, in a call that goes on. */
  | { readonly kind: 'event'; readonly event: EventSymptom }
  | {
      readonly kind: 'browser';
      readonly symptom: BrowserState | PageSymptom;
      readonly detail?: string;
      /** Of the line, where the package measured it. */
      readonly measured?: Measured;
    };

export function browserFailure(symptom: BrowserState | PageSymptom, detail?: string, measured: Measured = {}): Failure {
  return {
    kind: 'browser',
    symptom,
    ...(detail === undefined ? {} : { detail }),
    ...(Object.keys(measured).length === 0 ? {} : { measured }),
  };
}
