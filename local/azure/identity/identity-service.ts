/**
 * The managed identity of App Service and Functions: `GET <endpoint>?api-version=2019-08-01&resource=…&client_id=…`
 * with `x-identity-header` (App Service's form, `api-version=2019-08-01`). The wire form is documented; the texts of its errors are not
 * captured there, so they say in their own words what is wrong.
 */
import { timingSafeEqual } from 'node:crypto';
import { IDENTITY_CLIENT_ID } from '../directory.ts';
import { type Answer, type Handler, json } from '../reply.ts';
import { createRouter } from '../routes.ts';
import type { SigningKey } from '../signing-key.ts';
import type { Switches } from '../switches.ts';
import { createAccessToken, MANAGED_IDENTITY } from './access-token.ts';

export const IDENTITY_PATH = '/msi/token';
const IDENTITY_API_VERSION = '2019-08-01';

export interface IdentityServiceOptions {
  readonly key: SigningKey;
  /** The secret that only the app's process knows: IDENTITY_HEADER. */
  readonly identityHeader: string;
  readonly switches: Switches;
}

export function createIdentityService({ key, identityHeader, switches }: IdentityServiceOptions): Handler {
  return createRouter([
    {
      method: 'GET',
      path: IDENTITY_PATH,
      handle({ url, headers }) {
        const status = switches.takeNumber('identity.status');
        if (status !== 200) return refusal(status, 'Asked for by the switch identity.status.');
        const secret = headers['x-identity-header'];
        if (typeof secret !== 'string' || !isEqual(secret, identityHeader)) {
          return refusal(401, 'The header x-identity-header is missing or is not the value of IDENTITY_HEADER.');
        }
        const wrong = findWrongParameter(url.searchParams);
        if (wrong) return refusal(400, wrong);
        const resource = url.searchParams.get('resource') ?? '';
        const { token, expiresOnEpochSeconds } = createAccessToken(
          key,
          MANAGED_IDENTITY,
          resource,
          switches.takeNumber('identity.lifetimeSeconds'),
        );
        return json(200, {
          access_token: token,
          expires_on: String(expiresOnEpochSeconds),
          resource,
          token_type: 'Bearer',
          client_id: IDENTITY_CLIENT_ID,
        });
      },
    },
  ]);
}

function findWrongParameter(query: URLSearchParams): string | undefined {
  if (query.get('api-version') !== IDENTITY_API_VERSION) return `api-version must be ${IDENTITY_API_VERSION}.`;
  if (!query.get('resource')) return 'resource is missing.';
  if (query.get('client_id') !== IDENTITY_CLIENT_ID) {
    return 'No managed identity with this client_id is assigned to the app; it has one, the one of AZURE_CLIENT_ID.';
  }
  return undefined;
}

function refusal(statusCode: number, message: string): Answer {
  return json(statusCode, { statusCode, message });
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
