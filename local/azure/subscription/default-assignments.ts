/** The roles at start: what infra/main.bicep assigns, and what somebody needs who deploys it. `elsewhere` are further accounts. */
import {
  ACCOUNT_NAME,
  IDENTITY_OBJECT_ID,
  OPERATOR_OBJECT_ID,
  STORAGE_RESOURCE_ID,
  STORE_RESOURCE_ID,
  SUBSCRIPTION_ID,
  toResourceId,
} from '../foundation/directory.ts';
import type { RoleAssignment } from './role-assignments.ts';
import { ROLES, type RoleDefinition } from './role-definitions.ts';

const DAY_MS = 86_400_000;

export function createDefaultAssignments(
  nowEpochMs: number,
  elsewhere: readonly string[] = [],
): readonly Omit<RoleAssignment, 'name'>[] {
  const createdOnEpochMs = nowEpochMs - DAY_MS;
  const identity = (role: RoleDefinition, scope: string) => ({
    scope,
    role: role.name,
    principalId: IDENTITY_OBJECT_ID,
    principalType: 'ServicePrincipal',
    createdOnEpochMs,
  });
  const operator = (role: RoleDefinition, scope: string) => ({
    ...identity(role, scope),
    principalId: OPERATOR_OBJECT_ID,
    principalType: 'User',
  });
  const accounts = [ACCOUNT_NAME, ...elsewhere].map((name) =>
    toResourceId('Microsoft.CognitiveServices/accounts', name),
  );
  return [
    ...accounts.map((id) => identity(ROLES.openAiUser, id)),
    identity(ROLES.appConfigurationDataReader, STORE_RESOURCE_ID),
    identity(ROLES.storageBlobDataOwner, STORAGE_RESOURCE_ID),
    identity(ROLES.storageTableDataContributor, STORAGE_RESOURCE_ID),
    operator(ROLES.owner, `/subscriptions/${SUBSCRIPTION_ID}`),
    operator(ROLES.appConfigurationDataOwner, STORE_RESOURCE_ID),
    ...accounts.map((id) => operator(ROLES.openAiUser, id)),
  ];
}
