/** Errors of Resource Manager: `{error:{code,message}}`. The codes are Azure's; the sentences as generally known, or ours. */
import { type Answer, json } from '../reply.ts';

export function armError(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } });
}

export function resourceNotFound(type: string, name: string, resourceGroup: string): Answer {
  const resource = `${type}/${name}`;
  return armError(
    404,
    'ResourceNotFound',
    `The Resource '${resource}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

export function authorizationFailed(objectId: string, action: string, scope: string): Answer {
  return armError(
    403,
    'AuthorizationFailed',
    `The client with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

export function invalidToken(code: string, message: string): Answer {
  return json(401, { error: { code, message } }, { 'www-authenticate': 'Bearer' });
}
