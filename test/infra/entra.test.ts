/** infra/entra.sh against a stand-in for the Azure CLI; what real Entra says is in docs/deploy.md, "Not verified". */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const SCRIPT = join(__dirname, '../../infra/entra.sh');
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const API = '00000000-0000-4000-8000-000000000001';
const BROWSER = '00000000-0000-4000-8000-000000000002';

interface AppRole {
  readonly id: string;
  readonly description: string;
}

const register = (azure: StandIn, args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) =>
  azure.run(SCRIPT, args, variables);

describe('a first run of infra/entra.sh', () => {
  let azure: StandIn;
  let outcome: ReturnType<typeof register>;
  beforeAll(() => {
    azure = createStandIn();
    outcome = register(azure, [
      '--redirect',
      'https://app.example.com/',
      '--redirect',
      'http://localhost:3000/',
      '--env',
      'dev',
    ]);
  });
  afterAll(() => azure.dispose());

  test('ends by printing the parameter values as lines that a shell can evaluate', () => {
    expect(outcome).toMatchObject({
      status: 0,
      stdout: [
        'export API_TENANT_ID=99999999-9999-4999-8999-999999999999',
        `export API_CLIENT_ID=${API}`,
        `export BROWSER_CLIENT_ID=${BROWSER}\n`,
      ].join('\n'),
    });
  });

  test('registers an API of one tenant with version 2 tokens, one scope and three app roles', () => {
    expect(azure.directory()).toHaveProperty('applications.0', {
      appId: API,
      displayName: 'realtime-token-endpoint',
      signInAudience: 'AzureADMyOrg',
      identifierUris: [`api://${API}`],
      api: {
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [expect.objectContaining({ value: 'Realtime.Connect', type: 'User', isEnabled: true })],
        preAuthorizedApplications: [AZURE_CLI, BROWSER].map((appId) => ({
          appId,
          delegatedPermissionIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
        })),
      },
      appRoles: [
        expect.objectContaining({ value: 'Realtime.Connect.All', allowedMemberTypes: ['Application'] }),
        expect.objectContaining({ value: 'Realtime.Operate', allowedMemberTypes: ['User', 'Application'] }),
        expect.objectContaining({
          value: 'Realtime.HangUp',
          allowedMemberTypes: ['User', 'Application'],
          description: expect.stringContaining('End the realtime calls of other people'),
        }),
        expect.objectContaining({ value: 'Realtime.OnBehalf', allowedMemberTypes: ['Application'] }),
      ],
    });
  });

  test('gives each app role an id and a description of its own', () => {
    const { applications } = azure.directory() as { applications: readonly { appRoles: readonly AppRole[] }[] };
    const roles = applications[0]?.appRoles ?? [];
    expect(new Set(roles.map(({ id }) => id)).size).toBe(4);
    expect(new Set(roles.map(({ description }) => description)).size).toBe(4);
  });

  test('registers a browser client that has no secret and asks for the scope', () => {
    expect(azure.directory()).toHaveProperty('applications.1', {
      appId: BROWSER,
      displayName: 'realtime-token-endpoint-browser',
      signInAudience: 'AzureADMyOrg',
      spa: { redirectUris: ['https://app.example.com/', 'http://localhost:3000/'] },
      requiredResourceAccess: [{ resourceAppId: API, resourceAccess: [{ id: expect.any(String), type: 'Scope' }] }],
    });
    expect(azure.calls().flat()).not.toContainEqual(expect.stringMatching(/credential|password|secret/i));
  });

  test('gives both applications a service principal', () => {
    expect(azure.directory()).toHaveProperty('servicePrincipals', [API, BROWSER]);
  });

  test('writes the values for azd when an environment is named', () => {
    expect(readFileSync(join(azure.home, 'azd.txt'), 'utf8').split('\n')).toContain(
      `env set API_CLIENT_ID ${API} --environment dev`,
    );
  });

  test('leaves the same registrations, redirect addresses included, and prints the same when it runs again', () => {
    const before = azure.directory();
    expect(register(azure)).toMatchObject({ status: 0, stdout: outcome.stdout });
    expect(azure.directory()).toEqual(before);
  });
});

describe('infra/entra.sh', () => {
  let azure: StandIn;
  beforeEach(() => {
    azure = createStandIn();
  });
  afterEach(() => azure.dispose());

  test('says which Entra role to ask for when the account may not register applications', () => {
    expect(register(azure, [], { STAND_IN_DENIES: 'registration' })).toEqual({
      status: 3,
      stdout: '',
      stderr:
        'entra.sh: this account may not register applications in tenant 99999999-9999-4999-8999-999999999999. Ask for the Entra role Application Developer (or Cloud Application Administrator for a registration that somebody else made), then run this again.\n',
    });
  });

  test('says to sign in when nobody is', () => {
    expect(register(azure, [], { STAND_IN_DENIES: 'sign-in' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'entra.sh: sign in first: az login\n',
    });
  });

  test('waits where the directory is late, at each step in the words of that step', () => {
    const late = { patch: 7, 'service principal': 7, tenant: 7, 'pre-authorise': 7 };
    azure.delay(late);
    const { status, stderr } = register(azure);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('does not show it everywhere') });
    expect(azure.delays()).toEqual({ patch: 0, 'service principal': 0, tenant: 0, 'pre-authorise': 0 });
  });

  test('gives up on a registration that never shows, and repeats what Azure said', () => {
    azure.delay({ patch: 100 });
    expect(register(azure)).toMatchObject({ status: 1, stderr: expect.stringContaining('Request_ResourceNotFound') });
  });

  test('does not wait where a value is invalid for another reason than a late directory', () => {
    const applications = [{ appId: API, displayName: 'realtime-token-endpoint', signInAudience: 'AzureADMyOrg' }];
    writeFileSync(join(azure.home, 'directory.json'), JSON.stringify({ applications, servicePrincipals: [] }));
    writeFileSync(join(azure.home, 'refuse'), '(InvalidValue) identifierUris names a domain that is not verified.');
    expect(register(azure)).toMatchObject({ status: 1, stderr: expect.stringContaining('not verified') });
    expect(azure.calls().filter(([command]) => command === 'rest')).toHaveLength(1);
  });

  test('asks Graph at one address, whether the cloud names it with a slash at its end or without', () => {
    expect(register(azure, [], { STAND_IN_GRAPH: 'https://graph.microsoft.com' })).toMatchObject({ status: 0 });
  });

  test('says so where there is no Azure CLI', () => {
    expect(register(azure, [], { PATH: azure.pathWithout('az') })).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('the Azure CLI is not installed'),
    });
  });

  test('prints lines that a file keeps for another shell', () => {
    const file = join(azure.home, 'entra.env');
    expect(azure.run('sh', ['-c', `"${SCRIPT}" > ${file}`])).toMatchObject({ status: 0 });
    const sourced = azure.run('sh', ['-c', `. ${file}; printenv API_CLIENT_ID BROWSER_CLIENT_ID`]);
    expect(sourced.stdout).toBe(`${API}\n${BROWSER}\n`);
  });

  test('refuses to choose between two applications of the same name', () => {
    const twin = { displayName: 'realtime-token-endpoint', signInAudience: 'AzureADMyOrg' };
    const applications = [API, BROWSER].map((appId) => ({ appId, ...twin }));
    writeFileSync(join(azure.home, 'directory.json'), JSON.stringify({ applications, servicePrincipals: [] }));
    expect(register(azure)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('choose another name with --name'),
    });
  });

  test('refuses a name that could end the request it is put into', () => {
    expect(register(azure, ['--name', `x' or displayName eq 'y`])).toMatchObject({ status: 64 });
    expect(azure.calls()).toEqual([]);
  });
});
