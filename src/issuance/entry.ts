/** The right to ask one of the targets: nobody is told to wait there, and its deployment has a place for one more call. */
import type { CallError } from '../calls/call-error.ts';
import type { Place } from '../calls/call-table.ts';
import type { Leash } from '../calls/leash.ts';
import type { Terms } from '../calls/terms.ts';
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Timings } from '../http/timings.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { NotYet } from '../realtime/not-before.ts';
import type { Target } from '../realtime/target.ts';
import type { Entrance, TargetGate } from '../realtime/target-gate.ts';
import type { IssuanceError } from './issued.ts';
import { surelyNoCall } from './outcome.ts';

/** What the caller gets, and which targets the app may ask for it. */
export interface Errand {
  /** The issuance id. */
  readonly id: string;
  /** In the order of preference. */
  readonly targets: readonly [Target, ...Target[]];
  /** All that is asked of a target, in this order. */
  readonly operations: readonly Operation[];
  /** Of the call that is to begin, where anything limits it. */
  readonly terms: Terms | undefined;
}

export interface Entry extends Entrance {
  /** Of the deployment, where its calls are counted. */
  readonly place: Place | undefined;
  /** Those that this request has not tried. */
  readonly others: readonly Target[];
}

export interface Entries {
  /** To the first of the targets that may be asked. */
  enter(errand: Errand, timings: Timings): Promise<Entered>;
  /** To the next, after that one has failed. `undefined`: there is none. */
  enterNext(errand: Errand, timings: Timings, after: Entry): Promise<Entry | undefined>;
  /** Whether another target is expected to serve where this one fails. */
  hasNext(errand: Errand, entry: Entry): boolean;
  /** `because` of a failure; without one nothing was asked. */
  leave(entry: Entry, because?: IssuanceError): Promise<void>;
}

export interface EntryParts {
  readonly gate: TargetGate;
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
}

type Admitted = Result<Place | undefined, CallError>;
type Entered = Result<Entry, NotYet | CallError>;

export function createEntries({ gate, leash }: EntryParts): Entries {
  async function admit({ id, terms }: Errand, timings: Timings, target: Target): Promise<Admitted> {
    if (!terms) return ok(undefined);
    if (!leash) return err({ reason: 'leash_unavailable', cause: 'StorageNotNamed' });
    return timings.measure('quota', () => leash.admit(id, terms, target));
  }

  async function enterOneOf(errand: Errand, timings: Timings, targets: readonly Target[]): Promise<Entered> {
    const entered = gate.enter(targets, errand.operations);
    if (!entered.ok) return entered;
    const { target, permit } = entered.value;
    const others = targets.filter((other) => other !== target);
    const place = await admit(errand, timings, target);
    if (place.ok) return ok({ target, permit, place: place.value, others });
    permit.leave();
    if (others.length === 0 || !isOfTarget(place.error)) return place;
    const next = await enterOneOf(errand, timings, others);
    // What the one that is preferred lacks is what is told.
    return next.ok ? next : place;
  }

  return {
    enter: (errand, timings) => enterOneOf(errand, timings, errand.targets),
    async enterNext(errand, timings, { others }) {
      const next = others.length === 0 ? undefined : await enterOneOf(errand, timings, others);
      return next?.ok ? next.value : undefined;
    },
    hasNext: ({ operations }, { others }) =>
      others.some((target) => operations.every((operation) => gate.look(target, operation) === undefined)),
    async leave({ permit, place }, because) {
      permit.leave();
      if (because === undefined || surelyNoCall(because)) await leash?.leave(place);
    },
  };
}

/** Its deployment is full, or its resource lets nobody hang up; the rest is the same at every target. */
function isOfTarget(error: CallError): boolean {
  return error.reason === 'deployment_full' || error.cause === 'HangUpForbidden';
}
