/**
 * Which target is asked: the first that Azure has not told to leave alone, and that has not just shown that another may
 * do better. A target that has only failed is passed over, not shut: where no other is left it is asked all the same.
 */
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { createNotBefore, type NotYet, type Permit, SHOWN_BY_FAILURE } from './not-before.ts';
import type { Site, Target } from './target.ts';

export interface TargetGate {
  /** To one of the targets, with the right to ask it for all the operations. */
  enter(targets: readonly Target[], operations: readonly Operation[]): Result<Entrance, NotYet>;
  /** Why it is passed over, or not asked at all. `undefined`: it is asked. Starts nothing. */
  look(target: Site, operation: Operation): NotYet | undefined;
}

export interface Entrance {
  readonly target: Target;
  readonly permit: Permit;
}

export function createTargetGate({ now }: { readonly now: Clock }): TargetGate {
  const said = createNotBefore({ now });
  const shown = createNotBefore({ now, rule: SHOWN_BY_FAILURE });

  function enterPreferred(target: Target, operations: readonly Operation[]): Entrance | undefined {
    const well = shown.enter(target, operations);
    if (!well.ok) return undefined;
    const open = said.enter(target, operations);
    if (open.ok) return { target, permit: both(open.value, well.value) };
    well.value.leave();
    return undefined;
  }

  function enterAnyway(target: Target, operations: readonly Operation[]): Result<Entrance, NotYet> {
    const open = said.enter(target, operations);
    if (!open.ok) return open;
    return ok({ target, permit: both(open.value, shown.enterAnyway(target, operations)) });
  }

  return {
    enter(targets, operations) {
      for (const target of targets) {
        const entrance = enterPreferred(target, operations);
        if (entrance) return ok(entrance);
      }
      const refused: NotYet[] = [];
      for (const target of targets) {
        const entrance = enterAnyway(target, operations);
        if (entrance.ok) return entrance;
        refused.push(entrance.error);
      }
      return err(refused.reduce((one, other) => (other.waitSeconds < one.waitSeconds ? other : one)));
    },
    look: (target, operation) => said.look(target, operation) ?? shown.look(target, operation),
  };
}

function both(said: Permit, shown: Permit): Permit {
  return {
    ended(operation, outcome) {
      said.ended(operation, outcome);
      shown.ended(operation, outcome);
    },
    mayRepeat(operation) {
      if (!said.mayRepeat(operation)) return false;
      shown.mayRepeat(operation);
      return true;
    },
    leave() {
      said.leave();
      shown.leave();
    },
  };
}
