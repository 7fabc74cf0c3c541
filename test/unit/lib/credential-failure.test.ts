/** What the operator reads of an identity that gives no token: which of the known reasons, and no word of the SDK's. */
import { AzureCliCredential, ManagedIdentityCredential } from '@azure/identity';
import { describeCredentialError, isCredentialError } from '../../../src/lib/credential-failure.ts';
import { TimeoutError } from '../../../src/lib/within.ts';
import {
  json,
  type LoopbackServer,
  type Respond,
  reset,
  startLoopbackServer,
  text,
} from '../../support/loopback-server.ts';

const CLIENT_ID = '0a0b0c0d-0000-4000-8000-000000000001';
const NOTHING = { failure: undefined, status: undefined, entraCode: undefined };

let server: LoopbackServer;
let environment: jest.ReplaceProperty<typeof process.env>;
// Once: MSAL keeps the first endpoint that it has seen for as long as the process lives.
beforeAll(async () => {
  server = await startLoopbackServer();
  environment = jest.replaceProperty(process, 'env', {
    ...process.env,
    // No Azure CLI is found here.
    PATH: '/nonexistent',
    IDENTITY_ENDPOINT: `${server.origin}/msi/token`,
    IDENTITY_HEADER: 'known-to-the-app-only',
  });
});
afterAll(async () => {
  environment.restore();
  await server.close();
});

/** What the real SDK throws at an answer of its endpoint. Attempts that it repeats are left to test/http. */
async function failureAt(answer: Respond): Promise<unknown> {
  server.answers(answer);
  const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID, retryOptions: { maxRetries: 0 } });
  return credential.getToken('https://cognitiveservices.azure.com/.default').catch((error: unknown) => error);
}

const own = (statusCode: number, message: string) =>
  json(statusCode, { statusCode, message, correlationId: CLIENT_ID });
const entra = (error_description: string, error = 'invalid_request') => json(400, { error, error_description });

test.each([
  [
    'no-such-identity',
    400,
    own(400, 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.'),
  ],
  ['no-such-identity', 400, own(400, 'No MSI found for specified ClientId/ResourceId.')],
  ['no-such-identity', 400, entra('Identity not found')],
  ['identity-not-named', 400, own(400, 'Unable to load the proper Managed Identity.')],
  [
    'identity-not-named',
    400,
    entra(
      'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
    ),
  ],
  ['endpoint-throttled', 400, entra('Temporarily throttled, too many requests')],
  ['endpoint-throttled', 429, json(429, { error: 'invalid_request', error_description: 'Slow down.' })],
  ['endpoint-throttled', 429, text(429, '')],
  ['endpoint-refused', 401, own(401, 'Unauthorized')],
  ['endpoint-refused', 403, text(403, '')],
])('what App Service says, through the real SDK, is %s with its status %d', async (failure, status, answer) => {
  const error = await failureAt(answer);
  expect(describeCredentialError(error)).toEqual({
    cause: 'CredentialUnavailableError',
    failure,
    status,
    entraCode: undefined,
  });
  expect(isCredentialError(error)).toBe(true);
});

test.each([
  ['AADSTS500011', 'audience-unknown', 'The resource principal named https://x was not found in the tenant named y.'],
  ['AADSTS700016', 'unknown-to-entra', "Application with identifier 'x' was not found in the directory 'y'."],
  ['AADSTS50076', 'sign-in-needed', 'You must use multi-factor authentication.'],
  ['AADSTS90033', 'entra-refused', 'A transient error has occurred.'],
])('Entra’s %s, through the real SDK, is %s with the code', async (entraCode, failure, sentence) => {
  const error = await failureAt(entra(`${entraCode}: ${sentence} Trace ID: ${CLIENT_ID}`));
  expect(describeCredentialError(error)).toMatchObject({ failure, status: 400, entraCode });
});

test('an endpoint that cannot be reached is told as such', async () => {
  const error = await failureAt(reset);
  expect(describeCredentialError(error)).toEqual({
    ...NOTHING,
    cause: 'CredentialUnavailableError',
    failure: 'endpoint-unreachable',
  });
});

test('an answer that holds no token is one of the SDK’s errors, and nothing that is known', async () => {
  const error = await failureAt(json(200, {}));
  expect(isCredentialError(error)).toBe(true);
  expect(describeCredentialError(error)).toEqual({ ...NOTHING, cause: 'AuthenticationRequiredError' });
});

test('a desk without the Azure CLI is told apart from one that is not signed in', async () => {
  const missing = await new AzureCliCredential().getToken('https://x/.default').catch((error: unknown) => error);
  expect(describeCredentialError(missing)).toMatchObject({ failure: 'cli-missing' });

  const signedOut = Object.assign(new Error("Please run 'az login' from a command prompt to authenticate"), {
    name: 'CredentialUnavailableError',
  });
  const both = Object.assign(new Error('two'), { name: 'AggregateAuthenticationError', errors: [missing, signedOut] });
  expect(describeCredentialError(both)).toMatchObject({
    cause: 'AggregateAuthenticationError',
    failure: 'sign-in-needed',
  });
});

test('the one error of the identity’s that the store’s SDK puts into words of its own is still the identity’s', () => {
  const ofTheStore = (message: string) => Object.assign(new Error(message), { name: 'RestError' });
  const audience = ofTheStore(
    'Unable to authenticate to Azure App Configuration. No authentication token audience was provided.',
  );
  expect(isCredentialError(audience)).toBe(true);
  expect(describeCredentialError(audience)).toEqual({ ...NOTHING, cause: 'RestError', failure: 'audience-unknown' });
  expect(isCredentialError(ofTheStore('Unauthorized'))).toBe(false);
});

test('an answer that does not come is none', () => {
  expect(describeCredentialError(new TimeoutError(8_000))).toEqual({
    ...NOTHING,
    cause: 'TimeoutError',
    failure: 'no-answer',
  });
});

test.each([
  undefined,
  null,
  'text',
  7,
  {},
  new Error('Bearer secret'),
  Object.assign(new Error('secret'), { status: 'secret', cause: 'secret', errors: 'secret', errorCode: {} }),
])('of %p nothing is kept that was said', (error) => {
  const facts = describeCredentialError(error);
  expect(facts).toMatchObject(NOTHING);
  expect(JSON.stringify(facts)).not.toContain('secret');
});

test('an error that is its own cause is read to its end', () => {
  const loop: { name: string; cause?: unknown } = { name: 'CredentialUnavailableError' };
  loop.cause = loop;
  expect(describeCredentialError(loop)).toMatchObject(NOTHING);
});
