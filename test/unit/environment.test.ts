import sample from '../../local.settings.sample.json';
import { ENVIRONMENT_VARIABLES, readEnvironment } from '../../src/environment.ts';

describe('the environment', () => {
  test('is read from its documented variables', () => {
    const variables = {
      AZURE_APPCONFIGURATION_ENDPOINT: ' https://store.azconfig.io ',
      AZURE_APPCONFIGURATION_LABEL: 'staging',
      AZURE_CLIENT_ID: 'id',
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x',
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      AzureWebJobsStorage__accountName: '',
      IDENTITY_ENDPOINT: 'http://169.254.130.2',
      WEBSITE_HOSTNAME: 'app.azurewebsites.net',
      WEBSITE_SITE_NAME: 'app',
    };
    expect(readEnvironment(variables)).toEqual({
      storeEndpoint: 'https://store.azconfig.io',
      storeLabel: 'staging',
      clientId: 'id',
      storageConnection: 'UseDevelopmentStorage=true',
      tableServiceUri: undefined,
      storageClientId: 'id',
      telemetryConnection: 'InstrumentationKey=x',
      sweeps: true,
      hasManagedIdentity: true,
      siteHost: 'app.azurewebsites.net',
      siteName: 'app',
    });
  });

  test.each([
    [undefined, true],
    ['', true],
    ['on', true],
    [' Off ', false],
  ])('has the calls swept by a timer, or not, where CALLS_SWEEP is %j', (CALLS_SWEEP, sweeps) => {
    expect(readEnvironment({ CALLS_SWEEP })).toMatchObject({ sweeps });
  });

  test('prefers the table service that is named to the one of the account, and storage’s identity to the app’s', () => {
    const variables = {
      AZURE_CLIENT_ID: 'app',
      AzureWebJobsStorage__accountName: 'account',
      AzureWebJobsStorage__tableServiceUri: 'https://account.table.core.chinacloudapi.cn',
      AzureWebJobsStorage__clientId: 'storage',
    };
    expect(readEnvironment(variables)).toMatchObject({
      storageConnection: undefined,
      tableServiceUri: 'https://account.table.core.chinacloudapi.cn',
      storageClientId: 'storage',
      clientId: 'app',
    });
  });

  const KEY = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net';
  test.each([
    ['a connection string', KEY],
    ['the development storage', 'UseDevelopmentStorage=true'],
  ])('reaches storage with the identity, and with no key of %s that was left behind', (_what, AzureWebJobsStorage) => {
    const identity = { storageConnection: undefined, tableServiceUri: 'https://account.table.core.windows.net' };
    const named = { AzureWebJobsStorage, AzureWebJobsStorage__accountName: 'account' };
    expect(readEnvironment(named)).toMatchObject(identity);
    const addressed = { AzureWebJobsStorage, AzureWebJobsStorage__tableServiceUri: identity.tableServiceUri };
    expect(readEnvironment(addressed)).toMatchObject(identity);
    const empty = { AzureWebJobsStorage__accountName: ' ', AzureWebJobsStorage__tableServiceUri: '' };
    expect(readEnvironment({ AzureWebJobsStorage, ...empty })).toMatchObject({
      storageConnection: AzureWebJobsStorage,
      tableServiceUri: undefined,
    });
  });

  test('takes a client id alone for no storage: it names no account', () => {
    expect(readEnvironment({ AzureWebJobsStorage__clientId: 'storage', AzureWebJobsStorage: KEY })).toMatchObject({
      storageConnection: KEY,
      tableServiceUri: undefined,
    });
  });

  test.each([undefined, '', '  '])('takes %j as not set', (value) => {
    const names = ENVIRONMENT_VARIABLES.map(({ name }) => [name, value]);
    expect(readEnvironment(Object.fromEntries(names) as Record<string, string | undefined>)).toEqual({
      storeEndpoint: undefined,
      storeLabel: undefined,
      clientId: undefined,
      storageConnection: undefined,
      tableServiceUri: undefined,
      storageClientId: undefined,
      telemetryConnection: undefined,
      sweeps: true,
      hasManagedIdentity: false,
      siteName: undefined,
    });
  });

  test('has no variable for keys: nothing else is read', () => {
    const asked = new Set<string | symbol>();
    readEnvironment(
      new Proxy<Record<string, string>>(
        {},
        {
          get(_target, name) {
            asked.add(name);
            return undefined;
          },
        },
      ),
    );
    expect(ENVIRONMENT_VARIABLES.map(({ name }) => name)).toEqual(expect.arrayContaining([...asked]));
  });

  test('has a sample that lists what a person sets, and the worker’s runtime', () => {
    const own = ENVIRONMENT_VARIABLES.filter((variable) => !('byPlatform' in variable || 'formOf' in variable)).map(
      ({ name }) => name,
    );
    expect(Object.keys(sample.Values).sort()).toEqual([...own, 'FUNCTIONS_WORKER_RUNTIME'].sort());
    expect(sample.Values.FUNCTIONS_WORKER_RUNTIME).toBe('node');
  });

  test('has a sample that holds no value of anybody’s', () => {
    const { FUNCTIONS_WORKER_RUNTIME: _runtime, AzureWebJobsStorage: storage, ...rest } = sample.Values;
    expect(storage).toBe('UseDevelopmentStorage=true');
    expect(new Set(Object.values(rest))).toEqual(new Set(['']));
    expect(sample.Host.CORS).toBe('');
  });
});
