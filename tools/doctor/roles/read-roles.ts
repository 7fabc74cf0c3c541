/** The role assignments of a principal at a scope, with their definitions. */
import type { RoleDefinition } from '@azure/arm-authorization';
import type { Arm } from '../arm/arm-port.ts';
import { type Look, look } from '../look.ts';
import type { AssignedRole } from './evaluate.ts';

export interface RoleReader {
  /** At, above and below the scope; and what the principal has through its groups. */
  ofPrincipal(scope: string, principalId: string): Promise<Look<readonly AssignedRole[]>>;
  /** Whoever has a role at the scope or above. */
  atScope(scope: string): Promise<Look<readonly AssignedRole[]>>;
}

export function createRoleReader(arm: Arm): RoleReader {
  const definitions = new Map<string, Promise<RoleDefinition>>();

  function define(id: string, signal: AbortSignal): Promise<RoleDefinition> {
    const guid = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
    const held = definitions.get(guid) ?? arm.definition(id, signal);
    definitions.set(guid, held);
    return held;
  }

  async function read(
    scope: string,
    filters: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly AssignedRole[]> {
    const lists = await Promise.all(filters.map((filter) => arm.assignments(scope, filter, signal)));
    const byId = new Map(lists.flat().map((assignment) => [assignment.id, assignment]));
    return Promise.all(
      [...byId.values()].map(async (assignment) => ({
        assignment,
        definition: await define(assignment.roleDefinitionId ?? '', signal),
      })),
    );
  }

  const held = new Map<string, Promise<Look<readonly AssignedRole[]>>>();
  function readOnce(scope: string, filters: readonly string[]): Promise<Look<readonly AssignedRole[]>> {
    const key = [scope, ...filters].join(' ');
    const asked = held.get(key) ?? look(what(scope), (signal) => read(scope, filters, signal));
    held.set(key, asked);
    return asked;
  }

  const what = (scope: string) => `the role assignments at ${scope.slice(scope.lastIndexOf('/') + 1)}`;
  return {
    ofPrincipal: (scope, principalId) =>
      readOnce(scope, [`principalId eq '${principalId}'`, `assignedTo('${principalId}')`]),
    atScope: (scope) => readOnce(scope, ['atScope()']),
  };
}
