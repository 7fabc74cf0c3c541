/** Azure's rule for what a role allows (https://learn.microsoft.com/azure/role-based-access-control/role-definitions). */

export type ActionKind = 'actions' | 'dataActions';

/** As much of a role definition as decides. */
export interface Granting {
  readonly permissions?: readonly Partial<Record<ActionKind | 'notActions' | 'notDataActions', readonly string[]>>[];
}

/** By one block that names the action and does not except it itself. */
export function grants({ permissions = [] }: Granting, kind: ActionKind, action: string): boolean {
  const excepted = kind === 'actions' ? 'notActions' : 'notDataActions';
  const isNamed = (patterns: readonly string[] = []) => patterns.some((pattern) => matches(pattern, action));
  return permissions.some((block) => isNamed(block[kind]) && !isNamed(block[excepted]));
}

/** `*` stands for anything, slashes included; upper and lower case are the same. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
