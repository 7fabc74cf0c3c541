/** The token endpoint of the emulated tenant. */
import { decodeJwt } from 'jose';
import { API_CLIENT_ID, CALLER_APP_ID, OPERATOR_OBJECT_ID } from '../../../../local/azure/foundation/directory.ts';
import { createSigningKey } from '../../../../local/azure/foundation/signing-key.ts';
import { answerClientCredentials } from '../../../../local/azure/issuer/client-credentials.ts';
import { keyPairs } from '../../../support/key-pairs.ts';

const pair = keyPairs();
const keys = {
  issuerKey: createSigningKey(pair),
  identityKey: createSigningKey(pair),
  issuer: 'https://issuer.invalid',
};

function ask(scope: string, grant_type = 'client_credentials') {
  const form = new URLSearchParams({ grant_type, client_id: CALLER_APP_ID, client_secret: 'any', scope });
  const { status, body } = answerClientCredentials(Buffer.from(String(form)), keys);
  return { status, json: JSON.parse(body) };
}

test.each([API_CLIENT_ID, `api://${API_CLIENT_ID}`])(
  'gives for the API (%s) an app’s token that may speak for users',
  (id) => {
    const { status, json } = ask(`${id}/.default`);
    expect(status).toBe(200);
    expect(decodeJwt(json.access_token)).toMatchObject({
      iss: keys.issuer,
      aud: API_CLIENT_ID,
      azp: CALLER_APP_ID,
      idtyp: 'app',
      roles: ['Realtime.Mint', 'Realtime.OnBehalf'],
    });
  },
);

test('gives for everything else the operator’s token', () => {
  const { oid, aud } = decodeJwt(ask('https://management.azure.com/.default').json.access_token);
  expect([oid, aud]).toEqual([OPERATOR_OBJECT_ID, 'https://management.azure.com']);
});

test('gives nothing for another grant, or for a single permission', () => {
  expect(ask(`${API_CLIENT_ID}/.default`, 'password')).toMatchObject({ status: 400 });
  expect(ask(`${API_CLIENT_ID}/access_as_user`)).toMatchObject({ status: 400 });
});
