/**
 * The token endpoint (RFC 6749 section 4.4), for whatever secret, with Entra's scope: `<resource>/.default`. For the API
 * of this tenant the token is that of a backend that speaks for its users; for everything else it is the operator's, who
 * signs in without the Azure CLI.
 */

import { type Answer, json } from '../../kit/reply.ts';
import { API_CLIENT_ID, API_ROLE, ON_BEHALF_ROLE } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { createAccessToken, OPERATOR } from '../identity/access-token.ts';
import { createCallerToken } from './caller-token.ts';
import { ENTRA } from './entra-shapes.ts';

export interface TokenEndpoint {
  /** Signs callers' tokens. */
  readonly issuerKey: SigningKey;
  /** Of callers' tokens. */
  readonly issuer: string;
  /** Signs the operator's. */
  readonly identityKey: SigningKey;
}

const LIFETIME_SECONDS = 3_599;
const DEFAULT_SUFFIX = '/.default';
const API: readonly string[] = [API_CLIENT_ID, `api://${API_CLIENT_ID}`];

export function answerClientCredentials(body: Buffer, { issuerKey, issuer, identityKey }: TokenEndpoint): Answer {
  const form = new URLSearchParams(body.toString('utf8'));
  const [scope = ''] = (form.get('scope') ?? '').split(' ');
  if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' });
  if (!scope.endsWith(DEFAULT_SUFFIX)) return json(400, { error: 'invalid_scope' });
  const resource = scope.slice(0, -DEFAULT_SUFFIX.length);
  const backend = { ...ENTRA.app, azp: form.get('client_id'), roles: [API_ROLE, ON_BEHALF_ROLE] };
  const token = API.includes(resource)
    ? createCallerToken(issuerKey, issuer, backend)
    : createAccessToken(identityKey, OPERATOR, resource, LIFETIME_SECONDS).token;
  return json(200, {
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    ext_expires_in: LIFETIME_SECONDS,
    access_token: token,
  });
}
