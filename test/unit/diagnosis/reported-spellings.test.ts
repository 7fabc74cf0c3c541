/** Spellings that people reported, of whichever operation: each leads to an entry that helps, and none to one that misleads. */
import type { Operation } from '../../../src/diagnosis/catalogue-entry.ts';
import { readMessage, weigh } from '../../../src/diagnosis/evidence.ts';
import { recognise, UPSTREAM_ENTRIES } from '../../../src/diagnosis/recognise.ts';
import { readRefusal } from '../../../src/realtime/upstream-answer.ts';
import { NOON_MS } from '../../support/clock.ts';
import { enclosed, OF_BOTH, type Row } from './reported-of-both.ts';

const BOTH: readonly Operation[] = ['client_secrets', 'calls'];

/** From the bytes of an answer to the entry, as a mint and a call do it. */
function diagnose(operation: Operation, status: number, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { symptom } = readRefusal(new Response(null, { status }), text, () => NOON_MS);
  return weigh(recognise({ ...symptom, operation }), { said: readMessage(symptom.message ?? '') });
}

const OF_A_MINT: readonly Row[] = [
  [
    400,
    enclosed(
      'Tenant provided in token does not match resource token',
      'Token tenant xxxx does not match resource tenant.',
    ),
    'tenant-mismatch',
    'upstream_auth',
  ],
  [401, enclosed(null, 'Token tenant xxxx does not match resource tenant.'), 'tenant-mismatch', 'upstream_auth'],
  [
    401,
    enclosed('InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer'),
    'tenant-mismatch',
    'upstream_auth',
  ],
  [401, enclosed('401', 'Access token has expired.'), 'token-audience', 'upstream_auth'],
  [
    401,
    enclosed('401', 'Access denied due to missing subscription key. Make sure to include subscription key.'),
    'resource-mismatch',
    'upstream_auth',
  ],
  [403, enclosed('AccessDenied', 'Access denied due to Virtual Network/Firewall rules.'), 'firewall', 'upstream_auth'],
  [403, enclosed('403', 'Traffic is not from an approved private endpoint.'), 'firewall', 'upstream_auth'],
  [
    403,
    enclosed('403', 'Public access is disabled. Please configure private endpoint.'),
    'public-access-disabled',
    'upstream_auth',
  ],
  [
    403,
    enclosed(403, 'The subscription xxxx is disabled and therefore marked as read only.'),
    'resource-suspended',
    'upstream_auth',
  ],
  [404, enclosed('404', 'Resource not found'), 'path-not-found', 'upstream_rejected'],
  [401, enclosed('401', 'Token tenant mismatch.'), 'tenant-mismatch', 'upstream_auth'],
  [
    403,
    enclosed('403', 'The tenant of the token does not match the tenant of the resource.'),
    'tenant-mismatch',
    'upstream_auth',
  ],
  [
    400,
    enclosed('BadRequest', 'Tenant provided in token does not match resource token'),
    'tenant-mismatch',
    'upstream_auth',
  ],
  [401, enclosed('401', 'IDX10205: Issuer validation failed.'), 'tenant-mismatch', 'upstream_auth'],
  [401, enclosed('401', 'IDX10214: Audience validation failed.'), 'token-audience', 'upstream_auth'],
  [401, enclosed('token_expired', ''), 'token-audience', 'upstream_auth'],
  [
    403,
    enclosed('AccessDenied', 'Public network access is disabled for this resource.'),
    'public-access-disabled',
    'upstream_auth',
  ],
  [403, enclosed('SubscriptionDisabled', ''), 'resource-suspended', 'upstream_auth'],
  [400, enclosed('BadRequest', 'The session is too large for this model.'), 'request-refused', 'upstream_rejected'],
  [403, enclosed('403', 'The model is not available to this tenant.'), 'access-refused', 'upstream_auth'],
  [400, enclosed('BadRequest', 'A tool does not match the tenant’s schema.'), 'request-refused', 'upstream_rejected'],
  [
    400,
    enclosed('invalid_value', "Invalid value: 'verse'. Supported values are: 'alloy', 'marin'."),
    'session-shape',
    'upstream_rejected',
  ],
  [400, enclosed('BadRequest', 'Something new.'), 'request-refused', 'upstream_rejected'],
];

const OF_A_CALL: readonly Row[] = [
  [
    400,
    {
      error: {
        message: 'Invalid SDP offer. Please try again with a WHIP-compliant offer.',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_offer',
      },
    },
    'offer-refused',
    'offer_refused',
  ],
  [
    400,
    enclosed('invalid_request_error', 'Failed to parse offer: failed to unmarshal SDP: EOF'),
    'offer-refused',
    'offer_refused',
  ],
  [422, enclosed('unprocessable', 'The offer has no supported audio codecs.'), 'offer-refused', 'offer_refused'],
  [400, enclosed('bad_request', 'Could not set the remote description.'), 'offer-refused', 'offer_refused'],
  [415, enclosed('UnsupportedMediaType', ''), 'offer-refused', 'offer_refused'],
  [400, enclosed('invalid_content_type', 'Expected application/sdp.'), 'offer-refused', 'offer_refused'],
  [
    400,
    enclosed('OpperationNotSupported', 'The realtime operation does not work with the specified model.'),
    'deployment-not-realtime',
    'deployment_not_realtime',
  ],
  [400, enclosed('BadRequest', 'Something new.'), 'request-refused', 'upstream_rejected'],
  [401, enclosed('Unauthorized', 'Your ephemeral token has expired.'), 'secret-refused', 'upstream_auth'],
  [
    401,
    enclosed('Unauthorized', 'This operation requires ephemeral authentication.'),
    'secret-required',
    'upstream_auth',
  ],
  [401, '', 'secret-refused', 'upstream_auth'],
  [
    403,
    enclosed('403', 'Public access is disabled. Please configure private endpoint.'),
    'page-network-refused',
    'upstream_auth',
  ],
];

describe.each(BOTH)('an answer to %s', (operation) => {
  test.each(OF_BOTH)('%d %j is %s', (status, body, id, code) => {
    expect(diagnose(operation, status, body)).toMatchObject({ id, code });
  });
});

test.each(OF_A_MINT)('of a mint %d %j is %s', (status, body, id, code) => {
  expect(diagnose('client_secrets', status, body)).toMatchObject({ id, code });
});

test.each(OF_A_CALL)('of a call %d %j is %s', (status, body, id, code) => {
  expect(diagnose('calls', status, body)).toMatchObject({ id, code });
});

test('whoever sees a token of another tenant reads of the tenant first', () => {
  const guid = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';
  const message = `Token tenant ${guid} does not match resource tenant.`;
  const { causes } = diagnose(
    'client_secrets',
    400,
    enclosed('Tenant provided in token does not match resource token', message),
  );
  expect(causes[0].id).toBe('other-tenant');
});

test.each([
  ['path-not-found', ['model-retired', 'deployment-missing', 'answered-by-another']],
  ['access-refused', ['role', 'audience', 'other-tenant', 'network', 'answered-by-another']],
  ['request-refused', ['answered-by-another']],
])('%s, which is known by its status alone, lists every cause that was reported with it', (id, causes) => {
  const entry = UPSTREAM_ENTRIES.find((one) => one.id === id);
  expect(entry?.causes.map((cause) => cause.id)).toEqual(expect.arrayContaining(causes));
});

test('nobody whose model is retired is sent to Azure’s support', () => {
  const { causes } = diagnose('client_secrets', 410, '');
  expect(JSON.stringify(causes)).not.toMatch(/support/i);
  expect(JSON.stringify(causes[0].fix)).toMatch(/deployment create .*--model-name .*--model-version .*doctor/);
});

test.each([
  'model ',
  'deployment ',
  'token ',
  'tenant ',
  'does not match ',
  'api ',
  'wait ',
  'subscription ',
  'require ',
  'not supported in ',
])('a message that repeats %j without end is read, and says no more than its status', (word) => {
  expect(diagnose('client_secrets', 400, enclosed('x', word.repeat(50_000))).id).toBe('request-refused');
});
