import { createAdapters } from '../../../src/azure/adapters.ts';
import { readEnvironment } from '../../../src/environment.ts';
import type { HttpRequest } from '../../../src/lib/http.ts';
import { ok } from '../../../src/lib/result.ts';

const STORE = { AZURE_APPCONFIGURATION_ENDPOINT: 'https://contoso.azconfig.io' };
const STORAGE = { AzureWebJobsStorage__accountName: 'account' };
const INGESTION = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=0' };

/** What was sent to the identity endpoint: MSAL sends for the whole process through the first client that it was given. */
const asked: HttpRequest[] = [];
const expires_on = String(Math.floor(Date.now() / 1_000) + 86_400);
const body = JSON.stringify({ access_token: 'token', expires_on, resource: 'x', token_type: 'Bearer' });

function someAdapters(variables: Readonly<Record<string, string>>) {
  const send = async (request: HttpRequest) => {
    asked.push(request);
    return ok({ status: 200, headers: new Map([['content-type', 'application/json']]), body });
  };
  return createAdapters(readEnvironment(variables), { send, now: Date.now });
}

const isMade = (adapter: unknown): boolean => adapter !== undefined;

test.each([
  ['nothing', {}, [false, false, false]],
  ['a store', STORE, [true, false, false]],
  ['a storage account', STORAGE, [false, true, false]],
  ['a storage by its connection string', { AzureWebJobsStorage: 'UseDevelopmentStorage=true' }, [false, true, false]],
  ['an ingestion', INGESTION, [false, false, true]],
  ['all of them', { ...STORE, ...STORAGE, ...INGESTION }, [true, true, true]],
])('an environment that names %s gets no other adapter', (_what, variables, made) => {
  const { settingsStore, quotaTable, loadSender, credential } = someAdapters(variables);
  expect([settingsStore, quotaTable, loadSender].map(isMade)).toEqual(made);
  expect(isMade(credential)).toBe(true);
  expect(asked).toEqual([]);
});

describe('with a managed identity', () => {
  const IDENTITY = { IDENTITY_ENDPOINT: 'http://127.0.0.1:1/msi/token', IDENTITY_HEADER: 'secret' };
  const before = { ...process.env };
  // MSAL reads them itself.
  beforeAll(() => void Object.assign(process.env, IDENTITY));
  afterAll(() => {
    process.env = before;
  });

  test.each([
    ['one of its own', { AzureWebJobsStorage__clientId: 'storage' }, 'storage'],
    ['the app’s where it has none of its own', {}, 'app'],
  ])('storage is reached with %s', async (_which, variables, expected) => {
    const { quotaTable } = someAdapters({ ...IDENTITY, ...STORAGE, AZURE_CLIENT_ID: 'app', ...variables });
    await quotaTable?.warmUp();
    const query = new URL(asked.at(-1)?.url ?? '').searchParams;
    expect([query.get('resource'), query.get('client_id')]).toEqual(['https://storage.azure.com', expected]);
  });
});
