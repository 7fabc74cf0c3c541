/** Role assignments at any scope, and the definitions that they name. */
import * as z from 'zod';
import { answer, json } from '../../kit/reply.ts';
import { isBelow, type RoleAssignment } from '../subscription/role-assignments.ts';
import { type RoleDefinition, roleDefinitionId } from '../subscription/role-definitions.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { armError } from './arm-errors.ts';
import type { ArmRequest, ArmRoute } from './arm-request.ts';
import { listAnswer } from './paging.ts';

const AUTHORIZATION = ':scope(.*?)/providers/Microsoft.Authorization';

const assignmentBody = z.object({
  properties: z.object({
    roleDefinitionId: z.string(),
    principalId: z.string(),
    principalType: z.string().optional(),
  }),
});

const actions = z.array(z.string()).default([]);
const definitionBody = z.object({
  properties: z.object({
    roleName: z.string(),
    permissions: z.array(z.object({ actions, notActions: actions, dataActions: actions, notDataActions: actions })),
  }),
});

export interface RoleRouteOptions {
  readonly subscription: Subscription;
  readonly pageSize: () => number;
}

export function createRoleRoutes({ subscription, pageSize }: RoleRouteOptions): readonly ArmRoute[] {
  function list(request: ArmRequest) {
    const { scope = '' } = request.names;
    const filter = request.url.searchParams.get('$filter') ?? '';
    const principal = /(?:principalId eq '|assignedTo\(')([^']+)'/.exec(filter)?.[1];
    // `atScope()` leaves out what is below; `principalId eq` and no filter do not.
    const isWanted = (held: RoleAssignment): boolean =>
      (isBelow(scope, held.scope) || (isBelow(held.scope, scope) && !filter.includes('atScope()'))) &&
      (principal === undefined || held.principalId === principal);
    return listAnswer(request, subscription.roles.list().filter(isWanted).map(toArmAssignment), pageSize());
  }

  function put({ names, body }: ArmRequest) {
    const parsed = assignmentBody.safeParse(body);
    if (!parsed.success) return armError(400, 'InvalidRequestContent', z.prettifyError(parsed.error));
    const { roleDefinitionId: definition, principalId, principalType = 'User' } = parsed.data.properties;
    const role = subscription.roles.role(definition.slice(definition.lastIndexOf('/') + 1));
    if (!role) return armError(400, 'RoleDefinitionDoesNotExist', `The specified role definition '${definition}' …`);
    const { scope = '', name = '' } = names;
    const isSame = (held: RoleAssignment): boolean =>
      held.scope.toLowerCase() === scope.toLowerCase() && held.role === role.name && held.principalId === principalId;
    // Reported in Azure/bicep#5694: another name for the same grant is no second grant.
    if (subscription.roles.list().some((held) => held.name !== name && isSame(held))) {
      return armError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
    }
    const createdOnEpochMs = Date.now();
    const assignment = { name, scope, role: role.name, principalId, principalType, createdOnEpochMs };
    return json(201, toArmAssignment(subscription.roles.put(assignment)));
  }

  function define({ names, body }: ArmRequest) {
    const parsed = definitionBody.safeParse(body);
    if (!parsed.success) return armError(400, 'InvalidRequestContent', z.prettifyError(parsed.error));
    const { name = '' } = names;
    const { roleName } = parsed.data.properties;
    const held = subscription.roles.role(roleName);
    if (held && held.name !== name)
      return armError(409, 'RoleDefinitionWithSameNameExists', `A custom role with the name '${roleName}' exists.`);
    const role = { name, ...parsed.data.properties };
    subscription.roles.define(role);
    return json(201, toArmDefinition(role));
  }

  return [
    { method: 'PUT', path: `${AUTHORIZATION}/roleDefinitions/:name`, handle: define },
    { method: 'GET', path: `${AUTHORIZATION}/roleAssignments`, handle: list },
    { method: 'PUT', path: `${AUTHORIZATION}/roleAssignments/:name`, handle: put },
    {
      method: 'DELETE',
      path: `${AUTHORIZATION}/roleAssignments/:name`,
      handle({ names }) {
        const [removed] = subscription.roles.remove(({ name }) => name === names['name']);
        return removed ? json(200, toArmAssignment(removed)) : answer(204, '', {});
      },
    },
    {
      method: 'GET',
      path: `${AUTHORIZATION}/roleDefinitions/:name`,
      // Definitions of built-in roles can be read by everybody of the tenant.
      isOpen: true,
      handle({ names }) {
        const role = subscription.roles.role(names['name'] ?? '');
        const message = `The specified role definition with ID '${names['name']}' does not exist.`;
        return role ? json(200, toArmDefinition(role)) : armError(404, 'RoleDefinitionDoesNotExist', message);
      },
    },
    {
      method: 'GET',
      path: `${AUTHORIZATION}/denyAssignments`,
      handle: (request) => listAnswer(request, [], pageSize()),
    },
  ];
}

function toArmAssignment({ name, scope, role, createdOnEpochMs, principalId, principalType }: RoleAssignment) {
  const at = new Date(createdOnEpochMs).toISOString();
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: roleDefinitionId(role),
      principalId,
      principalType,
      scope,
      condition: null,
      createdOn: at,
      updatedOn: at,
    },
  };
}

function toArmDefinition({ name, roleName, permissions }: RoleDefinition) {
  return {
    id: roleDefinitionId(name),
    name,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: { roleName, type: 'BuiltInRole', assignableScopes: ['/'], permissions },
  };
}
