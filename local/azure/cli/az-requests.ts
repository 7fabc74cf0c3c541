/** Which request to Resource Manager each command is, of those that this machine has something for. */
import { randomUUID } from 'node:crypto';
import { SUBSCRIPTION_ID } from '../foundation/directory.ts';
import { roleDefinitionId } from '../subscription/role-definitions.ts';
import type { AzArguments } from './az-arguments.ts';

export interface ArmCall {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly filter?: string;
  readonly body?: unknown;
}

const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
const COGNITIVE_SERVICES = `${SUBSCRIPTION}/providers/Microsoft.CognitiveServices`;
const ASSIGNMENTS = '/providers/Microsoft.Authorization/roleAssignments';

export const AZ_REQUESTS: Readonly<Record<string, (args: AzArguments) => ArmCall>> = {
  'cognitiveservices account list': () => ({ method: 'GET', path: `${COGNITIVE_SERVICES}/accounts` }),
  'cognitiveservices account show': (args) => ({ method: 'GET', path: accountPath(args) }),
  'cognitiveservices account create': (args) => ({
    method: 'PUT',
    path: accountPath(args),
    body: {
      kind: one(args, 'kind'),
      location: one(args, 'location'),
      properties: { customSubDomainName: one(args, 'custom-domain') },
    },
  }),
  'cognitiveservices account update': (args) => ({
    method: 'PATCH',
    path: accountPath(args),
    body: { properties: { customSubDomainName: one(args, 'custom-domain') } },
  }),
  'cognitiveservices account deployment list': (args) => ({ method: 'GET', path: `${accountPath(args)}/deployments` }),
  'cognitiveservices account deployment show': (args) => ({ method: 'GET', path: deploymentPath(args) }),
  'cognitiveservices account deployment create': (args) => ({
    method: 'PUT',
    path: deploymentPath(args),
    body: {
      sku: { name: one(args, 'sku'), capacity: Number(one(args, 'capacity')) },
      properties: {
        model: {
          format: one(args, 'model-format'),
          name: one(args, 'model-name'),
          version: one(args, 'model-version'),
        },
      },
    },
  }),
  'cognitiveservices account deployment delete': (args) => ({ method: 'DELETE', path: deploymentPath(args) }),
  'cognitiveservices model list': (args) => ({ method: 'GET', path: `${locationPath(args)}/models` }),
  'cognitiveservices usage list': (args) => ({ method: 'GET', path: `${locationPath(args)}/usages` }),
  'functionapp restart': (args) => ({ method: 'POST', path: `${sitePath(args)}/restart` }),
  'functionapp start': (args) => ({ method: 'POST', path: `${sitePath(args)}/start` }),
  'functionapp stop': (args) => ({ method: 'POST', path: `${sitePath(args)}/stop` }),
  'functionapp show': (args) => ({
    method: 'GET',
    path: sitePath(args),
  }),
  'resource show': (args) => ({ method: 'GET', path: one(args, 'ids') }),
  'role assignment list': (args) => {
    const principal = one(args, 'assignee') || one(args, 'assignee-object-id');
    return {
      method: 'GET',
      path: `${one(args, 'scope') || SUBSCRIPTION}${ASSIGNMENTS}`,
      ...(principal !== '' && { filter: `principalId eq '${principal}'` }),
    };
  },
  'role assignment create': (args) => ({
    method: 'PUT',
    path: `${one(args, 'scope')}${ASSIGNMENTS}/${one(args, 'name') || randomUUID()}`,
    body: {
      properties: {
        roleDefinitionId: roleDefinitionId(one(args, 'role')),
        principalId: one(args, 'assignee-object-id'),
        principalType: one(args, 'assignee-principal-type'),
      },
    },
  }),
  'role definition create': (args) => ({
    method: 'PUT',
    path: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}`,
    body: { properties: toRoleDefinition(JSON.parse(one(args, 'role-definition'))) },
  }),
  'role assignment delete': (args) => ({ method: 'DELETE', path: one(args, 'ids') }),
  'provider register': (args) => ({
    method: 'POST',
    path: `${SUBSCRIPTION}/providers/${one(args, 'namespace')}/register`,
  }),
};

export function all({ options }: AzArguments, name: string): readonly string[] {
  return options.get(name) ?? [];
}

export function one(args: AzArguments, name: string): string {
  return all(args, name)[0] ?? '';
}

function groupPath(args: AzArguments): string {
  return `${SUBSCRIPTION}/resourceGroups/${one(args, 'resource-group')}/providers`;
}

/** From the form of the CLI's file, whose members have capitals. */
function toRoleDefinition(given: Readonly<Record<string, unknown>>) {
  const { Name: roleName, Actions: actions, DataActions: dataActions } = given;
  return { roleName, permissions: [{ actions, dataActions }] };
}

export function sitePath(args: AzArguments): string {
  return `${groupPath(args)}/Microsoft.Web/sites/${one(args, 'name')}`;
}

function accountPath(args: AzArguments): string {
  return `${groupPath(args)}/Microsoft.CognitiveServices/accounts/${one(args, 'name')}`;
}

function deploymentPath(args: AzArguments): string {
  return `${accountPath(args)}/deployments/${one(args, 'deployment-name')}`;
}

function locationPath(args: AzArguments): string {
  return `${COGNITIVE_SERVICES}/locations/${one(args, 'location')}`;
}
