/**
 * Entra as the Azure CLI asks it: the API's registration in the shape of Microsoft Graph (resource type application,
 * v1.0), and the operator's token for it. Refusals in az's own words (2.91.0) and Entra's codes.
 */

import {
  API_CLIENT_ID,
  API_ROLE,
  API_SCOPE,
  ON_BEHALF_ROLE,
  OPERATOR_OBJECT_ID,
  OPERATOR_ROLE,
} from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { OPERATOR } from '../identity/access-token.ts';
import { createCallerToken } from './caller-token.ts';
import type { IssuerSwitches } from './issuer-switches.ts';

export interface EntraDirectory {
  /** A text is what az prints in its place. */
  application(id: string): unknown;
  servicePrincipal(id: string): unknown;
  /** `undefined`: it is no API of this tenant’s own. */
  tokenFor(resource: string): { readonly accessToken: string } | { readonly refused: string } | undefined;
}

const IDS: readonly string[] = [API_CLIENT_ID, `api://${API_CLIENT_ID}`];
const LIFETIME_SECONDS = 3_600;
const VERSION_1 = 1;
const VERSION_2 = 2;

export function createEntraDirectory(options: {
  readonly switches: IssuerSwitches;
  /** The one in force. */
  readonly key: () => SigningKey;
  readonly issuer: string;
}): EntraDirectory {
  const { switches, key, issuer } = options;
  const missing = (id: string) =>
    id.includes('://')
      ? `Application with identifier URI '${id}' doesn't exist.`
      : `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;

  return {
    application(id) {
      const state = switches.take('issuer.registration');
      if (state === 'forbidden') return 'Insufficient privileges to complete the operation.';
      if (state === 'absent' || !IDS.includes(id)) return missing(id);
      const scopes = [{ value: API_SCOPE, type: 'User', isEnabled: state !== 'without-scope' }];
      const roles = [API_ROLE, OPERATOR_ROLE, ON_BEHALF_ROLE].filter(
        (role) => state !== 'without-role' || role !== API_ROLE,
      );
      return {
        appId: API_CLIENT_ID,
        identifierUris: [`api://${API_CLIENT_ID}`],
        api: {
          requestedAccessTokenVersion: state === 'version-1' ? VERSION_1 : VERSION_2,
          oauth2PermissionScopes: scopes,
        },
        appRoles: roles.map((value) => ({ value, isEnabled: true, allowedMemberTypes: ['Application', 'User'] })),
      };
    },
    servicePrincipal: (id) =>
      IDS.includes(id) && switches.take('issuer.registration') !== 'absent' ? { appId: API_CLIENT_ID } : missing(id),
    tokenFor(resource) {
      if (!/^(?:api:\/\/|[0-9a-f]{8}-)/.test(resource)) return undefined;
      if (!IDS.includes(resource)) {
        return {
          refused: `AADSTS500011: The resource principal named ${resource} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
        };
      }
      const { objectId, applicationId } = OPERATOR;
      const claims = {
        oid: objectId,
        sub: `${OPERATOR_OBJECT_ID}-of-the-api`,
        azp: applicationId,
        roles: [OPERATOR_ROLE],
      };
      const now = Math.floor(Date.now() / 1_000);
      const token = { accessToken: createCallerToken(key(), issuer, claims), tokenType: 'Bearer' };
      return { ...token, ...{ expires_on: now + LIFETIME_SECONDS } };
    },
  };
}
