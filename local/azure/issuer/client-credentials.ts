/** The token endpoint, for a sign-in without the Azure CLI: client credentials of the operator, with whatever secret. */

import { type Answer, json } from '../../kit/reply.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { createAccessToken, OPERATOR } from '../identity/access-token.ts';

const LIFETIME_SECONDS = 3_599;
const DEFAULT_SUFFIX = '/.default';

/** OAuth 2.0 (RFC 6749 section 4.4), with Entra's scope: `<resource>/.default`. */
export function answerClientCredentials(body: Buffer, key: SigningKey): Answer {
  const form = new URLSearchParams(body.toString('utf8'));
  const [scope = ''] = (form.get('scope') ?? '').split(' ');
  if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' });
  if (!scope.endsWith(DEFAULT_SUFFIX)) return json(400, { error: 'invalid_scope' });
  const resource = scope.slice(0, -DEFAULT_SUFFIX.length);
  const { token } = createAccessToken(key, OPERATOR, resource, LIFETIME_SECONDS);
  return json(200, {
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    ext_expires_in: LIFETIME_SECONDS,
    access_token: token,
  });
}
