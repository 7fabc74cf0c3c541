/** From a principal's assignments to what they give it, or what they nearly give. */
import { grants } from '../../azure-facts/role-actions.ts';
import { type AssignedRole, reaches, reachOf } from './evaluate.ts';

export interface Need {
  readonly resourceId: string;
  /** All of them, from one role or several. */
  readonly dataActions: readonly string[];
}

export type Judgement =
  | {
      readonly granted: true;
      /** The roles that together do it. */
      readonly by: readonly AssignedRole[];
      /** Every one of them that is needed has a condition. */
      readonly isConditional: boolean;
      /** The youngest of them. */
      readonly since: Date | undefined;
    }
  | {
      readonly granted: false;
      /** At the resource or above it, but without the data actions: Owner, Contributor. */
      readonly withoutData: readonly AssignedRole[];
      /** They would do, but only below the resource. */
      readonly below: readonly AssignedRole[];
    };

export function judge(roles: readonly AssignedRole[], { resourceId, dataActions }: Need): Judgement {
  const reachOfRole = ({ assignment }: AssignedRole) => reachOf(assignment.scope ?? '', resourceId);
  const reaching = roles.filter((role) => reaches(reachOfRole(role)));
  const plain = reaching.filter(({ assignment }) => !assignment.condition);
  const byPlain = choose(plain, dataActions);
  const by = byPlain ?? choose(reaching, dataActions);
  if (by) return { granted: true, by, isConditional: byPlain === undefined, since: youngest(by) };
  return {
    granted: false,
    withoutData: reaching,
    below: roles.filter(
      (role) =>
        reachOfRole(role) === 'below' && dataActions.some((action) => grants(role.definition, 'dataActions', action)),
    ),
  };
}

/** The oldest role for each action, since an old one has surely taken effect. */
function choose(roles: readonly AssignedRole[], dataActions: readonly string[]): readonly AssignedRole[] | undefined {
  const oldestFirst = [...roles].sort((one, other) => createdAt(one) - createdAt(other));
  const chosen = dataActions.map((action) =>
    oldestFirst.find(({ definition }) => grants(definition, 'dataActions', action)),
  );
  const found = chosen.filter((role) => role !== undefined);
  return found.length === dataActions.length ? [...new Set(found)] : undefined;
}

function createdAt({ assignment }: AssignedRole): number {
  return assignment.createdOn?.getTime() ?? 0;
}

function youngest(roles: readonly AssignedRole[]): Date | undefined {
  const last = Math.max(...roles.map(createdAt));
  return last > 0 ? new Date(last) : undefined;
}
