import { ChainedTokenCredential, ManagedIdentityCredential } from '@azure/identity';
import { createCredential } from '../../../src/azure/credential.ts';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import { createIdentityEndpoint } from '../../../src/azure/identity-endpoint.ts';

const endpoint = createIdentityEndpoint({ send: createHttpClient(), now: Date.now });

describe('who we are to Azure', () => {
  test.each([undefined, 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', 'no guid at all'])(
    'is the managed identity where there is one (client id %j)',
    (clientId) => {
      expect(createCredential({ hasManagedIdentity: true, clientId, endpoint })).toBeInstanceOf(
        ManagedIdentityCredential,
      );
    },
  );

  test('is the developer’s own sign-in elsewhere', () => {
    expect(createCredential({ hasManagedIdentity: false, clientId: undefined, endpoint })).toBeInstanceOf(
      ChainedTokenCredential,
    );
  });
});
