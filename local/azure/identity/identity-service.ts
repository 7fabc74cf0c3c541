/**
 * The managed identity of App Service and Functions: `GET <endpoint>?api-version=2019-08-01&resource=…&client_id=…`
 * with `x-identity-header` (App Service's form, `api-version=2019-08-01`). The wire form is documented; the texts of
 * its errors are those of identity-errors.ts where somebody captured one.
 */

import { timingSafeEqual } from 'node:crypto';
import { type Answer, type Handler, json } from '../../kit/reply.ts';
import { createRouter } from '../../kit/router.ts';
import { IDENTITY_CLIENT_ID } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { createAccessToken, MANAGED_IDENTITY } from './access-token.ts';
import { findIdentityError, IDENTITY_ERRORS, refusal, toAnswer } from './identity-errors.ts';
import type { IdentitySwitches } from './identity-switches.ts';

export const IDENTITY_PATH = '/msi/token';
const IDENTITY_API_VERSION = '2019-08-01';

export interface IdentityServiceOptions {
  readonly key: SigningKey;
  /** The secret that only the app's process knows: IDENTITY_HEADER. */
  readonly identityHeader: string;
  readonly switches: IdentitySwitches;
}

export function createIdentityService({ key, identityHeader, switches }: IdentityServiceOptions): Handler {
  return createRouter([
    {
      method: 'GET',
      path: IDENTITY_PATH,
      handle({ url, headers }) {
        const status = Number(switches.take('identity.status'));
        if (status !== 200) return refusal(status, 'Asked for by the switch identity.status.');
        const forced = findIdentityError(switches.take('identity.error'));
        if (forced) return toAnswer(forced);
        const secret = headers['x-identity-header'];
        if (typeof secret !== 'string' || !isEqual(secret, identityHeader)) {
          return refusal(401, 'The header x-identity-header is missing or is not the value of IDENTITY_HEADER.');
        }
        const wrong = findWrongParameter(url.searchParams);
        if (wrong) return wrong;
        const resource = url.searchParams.get('resource') ?? '';
        const { token, expiresOnEpochSeconds } = createAccessToken(
          key,
          MANAGED_IDENTITY,
          resource,
          switches.take('identity.lifetimeSeconds'),
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

/** The app has one identity, which is user-assigned, as infra/ deploys it. */
function findWrongParameter(query: URLSearchParams): Answer | undefined {
  if (query.get('api-version') !== IDENTITY_API_VERSION) {
    return refusal(400, `api-version must be ${IDENTITY_API_VERSION}.`);
  }
  if (!query.get('resource')) return refusal(400, 'resource is missing.');
  const clientId = query.get('client_id');
  if (clientId === IDENTITY_CLIENT_ID) return undefined;
  return toAnswer(IDENTITY_ERRORS[clientId ? 'no-such-identity' : 'identity-not-named']);
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
