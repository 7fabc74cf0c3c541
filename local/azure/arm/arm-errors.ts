/** Errors of Resource Manager: `{error:{code,message}}`. The codes are Azure's; the sentences as generally known, or ours. */
import { type Answer, json } from '../../kit/reply.ts';

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

/** As reported in Azure/LogicAppsUX#9068; the header as ARM challenges, with the tenant to sign in to. */
export function invalidTenant(asked: string, own: string): Answer {
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/${asked}/'. It must match the tenant 'https://sts.windows.net/${own}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${own}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
  const challenge = `Bearer authorization_uri="https://login.windows.net/${own}", error="invalid_token", error_description="The authentication failed because of token from wrong issuer."`;
  return json(401, { error: { code: 'InvalidAuthenticationTokenTenant', message } }, { 'www-authenticate': challenge });
}

export function invalidToken(code: string, message: string): Answer {
  return json(401, { error: { code, message } }, { 'www-authenticate': 'Bearer' });
}
