/** Whether a role assignment gives a principal what it needs at a resource, by Azure's rules. */
import type { Permission, RoleAssignment, RoleDefinition } from '@azure/arm-authorization';

export interface AssignedRole {
  readonly assignment: RoleAssignment;
  readonly definition: RoleDefinition;
}

export type Kind = 'actions' | 'dataActions';

/** Granted by one block of the definition that names the action and does not except it itself. */
export function grants({ permissions = [] }: RoleDefinition, kind: Kind, action: string): boolean {
  const excepted = kind === 'actions' ? 'notActions' : 'notDataActions';
  const isNamed = (block: Permission, member: keyof Permission) =>
    (block[member] ?? []).some((pattern) => matches(pattern, action));
  return permissions.some((block) => isNamed(block, kind) && !isNamed(block, excepted));
}

/** `*` stands for anything, slashes included; upper and lower case are the same. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
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
