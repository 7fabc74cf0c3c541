/** Whether a role assignment gives a principal what it needs at a resource, by Azure's rules. */
import type { RoleAssignment, RoleDefinition } from '@azure/arm-authorization';

export interface AssignedRole {
  readonly assignment: RoleAssignment;
  readonly definition: RoleDefinition;
}

/** `below`: at a child of the resource only, such as a Foundry project. */
export type Reach = 'at' | 'above' | 'below' | 'elsewhere';

export function reachOf(scope: string, resourceId: string): Reach {
  const [held, wanted] = [segments(scope), segments(resourceId)];
  const isPrefix = (short: readonly string[], long: readonly string[]) =>
    short.every((segment, index) => segment === long[index]);
  if (held.length === wanted.length && isPrefix(held, wanted)) return 'at';
  if (isPrefix(held, wanted)) return 'above';
  // ARM, asked at the resource, returned it: so the subscription is in that management group.
  if (held[1] === 'microsoft.management' && held[2] === 'managementgroups') return 'above';
  return isPrefix(wanted, held) ? 'below' : 'elsewhere';
}

/** A prefix of the text is not one of the path: `…/accounts/oai` is no ancestor of `…/accounts/oai-2`. */
function segments(scope: string): readonly string[] {
  return scope
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}

export function reaches(reach: Reach): boolean {
  return reach === 'at' || reach === 'above';
}
