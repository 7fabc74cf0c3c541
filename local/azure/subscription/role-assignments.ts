/** Who may do what: role assignments, and whether one of them allows an action. A new one may take its time to count. */
import { randomUUID } from 'node:crypto';
import { type ActionKind, grants } from '../../../tools/azure-facts/role-actions.ts';
import { findRole, type RoleDefinition } from './role-definitions.ts';

export interface RoleAssignment {
  /** The GUID of the assignment. */
  readonly name: string;
  /** A path with its leading slash, or `/`. */
  readonly scope: string;
  /** The GUID of the definition. */
  readonly role: string;
  readonly principalId: string;
  readonly principalType: string;
  readonly createdOnEpochMs: number;
}

export interface Question {
  readonly principalId: string;
  readonly kind: ActionKind;
  readonly action: string;
  readonly scope: string;
}

export interface RoleAssignments {
  list(): readonly RoleAssignment[];
  /** A role of somebody's own, beside the built-in ones. */
  define(role: RoleDefinition): void;
  /** By its GUID, or by its name as the Azure CLI takes it too. */
  role(guidOrName: string): RoleDefinition | undefined;
  /** The same name replaces it. */
  put(assignment: Omit<RoleAssignment, 'name'> & { readonly name?: string }): RoleAssignment;
  remove(matches: (assignment: RoleAssignment) => boolean): readonly RoleAssignment[];
  /** @param settledAt an assignment that is younger does not count yet. */
  allow(question: Question, settledAt?: number): boolean;
  age(milliseconds: number): void;
}

export function createRoleAssignments(initial: readonly Omit<RoleAssignment, 'name'>[]): RoleAssignments {
  let assignments: readonly RoleAssignment[] = initial.map((assignment) => ({ name: randomUUID(), ...assignment }));
  const own = new Map<string, RoleDefinition>();
  const role = (wanted: string): RoleDefinition | undefined =>
    findRole(wanted) ?? own.get(wanted.toLowerCase()) ?? [...own.values()].find(({ roleName }) => roleName === wanted);
  return {
    list: () => assignments,
    define: (defined) => void own.set(defined.name.toLowerCase(), defined),
    role,
    put({ name = randomUUID(), ...rest }) {
      const put = { name, ...rest };
      assignments = [...assignments.filter((held) => held.name !== name), put];
      return put;
    },
    remove(matches) {
      const removed = assignments.filter(matches);
      assignments = assignments.filter((held) => !removed.includes(held));
      return removed;
    },
    allow: ({ principalId, kind, action, scope }, settledAt = Number.POSITIVE_INFINITY) =>
      assignments.some(
        (held) =>
          held.principalId === principalId &&
          held.createdOnEpochMs <= settledAt &&
          isBelow(scope, held.scope) &&
          grants(role(held.role) ?? {}, kind, action),
      ),
    age(milliseconds) {
      assignments = assignments.map((held) => ({ ...held, createdOnEpochMs: held.createdOnEpochMs - milliseconds }));
    },
  };
}

/** At the scope or anywhere under it. */
export function isBelow(scope: string, ancestor: string): boolean {
  const prefix = ancestor.toLowerCase().replace(/\/$/, '');
  return `${scope.toLowerCase()}/`.startsWith(`${prefix}/`);
}
