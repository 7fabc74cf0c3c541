/** `npm run ship` against a stand-in for the Azure CLI. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandInApp, startStandInApp } from './stand-in/app';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const ROOT = join(__dirname, '../..');
const SHIP = join(ROOT, 'tools/ship.ts');
const CLIENT = '33333333-3333-4333-8333-333333333333';
const app = (name: string, defaultHostName = `${name}.azurewebsites.net`) => ({
  name,
  defaultHostName,
  tags: { 'azd-service-name': 'api' },
});
const SECRET = 'ek_of_the_first_mint';

describe('npm run ship', () => {
  let azure: StandIn;
  let standIn: StandInApp;
  beforeEach(async () => {
    azure = createStandIn();
    standIn = await startStandInApp(SECRET);
  });
  afterEach(() => {
    azure.dispose();
    standIn.stop();
  });
  const host = () => standIn.host;
  const variablesOf = (variables: Readonly<Record<string, string>>) => ({
    ...{ AZURE_ENV_NAME: '', API_CLIENT_ID: '', API_URL: '', SHIP_PATIENCE: '1' },
    ...variables,
  });
  const ship = (variables: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    azure.run(process.execPath, [SHIP, ...args], variablesOf(variables));
  /** To the app that the deployment tagged. */
  const shipped = (variables: Readonly<Record<string, string>> = {}, script = SHIP) =>
    azure.start(process.execPath, [script], {
      ...variablesOf({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT }),
      STAND_IN_APPS: JSON.stringify([{ ...app('other'), tags: null }, app('func-dev-abc', host())]),
      ...variables,
    });

  test('uploads the package to the app that the deployment tagged', async () => {
    await shipped();
    expect(azure.calls()).toContainEqual(
      'functionapp deployment source config-zip --resource-group rg-dev --name func-dev-abc --src dist/app.zip'.split(
        ' ',
      ),
    );
  });

  test('prints a curl that fetches its own token, mints once, and prints no secret', async () => {
    const { status, stdout, stderr } = await shipped();
    expect(stdout).toContain(
      [
        `curl -sS -X POST 'http://${host()}/api/realtime/client_secrets' \\`,
        `  -H "Authorization: Bearer $(az account get-access-token --resource 'api://${CLIENT}' --query accessToken -o tsv)" \\`,
        "  -H 'Content-Type: application/json' -d '{}'",
      ].join('\n'),
    );
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/Ready\. It minted a client secret, which was dropped\.\n$/),
    ]);
    expect(standIn.tokens).toEqual(['Bearer a.token.of-the-person']);
    expect(stdout + stderr).not.toMatch(/ek_|a\.token/);
  });

  test.each([
    'Deployment was successful but the app appears to be unhealthy. Please check the app logs.',
    'Failed to fetch host key to check for function app status',
  ])('waits for an app that the CLI saw no start of: %s', async (text) => {
    standIn.readyAfter = 2;
    const { status, stdout } = await shipped({ STAND_IN_UPLOAD: text, SHIP_PATIENCE: '10' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('Uploaded, not started yet')]);
    expect(stdout).toMatch(/Ready\. It minted/);
  });

  test('uploads again while storage does not know the app’s identity', async () => {
    azure.delay({ package: 2 });
    const { status, stdout } = await shipped({ SHIP_PATIENCE: '8' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('does not let the app’s identity in yet')]);
    expect(azure.calls().filter(([command, kind]) => command === 'functionapp' && kind === 'deployment')).toHaveLength(
      3,
    );
  });

  test('says so where storage never does', async () => {
    azure.delay({ package: 100 });
    const { status, stderr } = await shipped({ SHIP_PATIENCE: '0' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('Storage refuses the app’s identity')]);
  });

  test('mints again while Azure does not know the app’s role on the account', async () => {
    standIn.earlyMints = 2;
    const { status, stdout } = await shipped({ SHIP_PATIENCE: '4' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('It minted a client secret')]);
    expect(standIn.tokens).toHaveLength(3);
  });

  test('fails where the upload did', async () => {
    const { status, stderr, stdout } = await shipped({ STAND_IN_UPLOAD: 'Bad Request: the package is too large' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('config-zip … ended with 1')]);
    expect(stdout).not.toContain('curl');
  });

  test('says what is missing where the app never gets ready, after the curl', async () => {
    standIn.readyAfter = 1_000;
    const { status, stdout, stderr } = await shipped();
    expect([status, stderr]).toEqual([1, expect.stringContaining('Not ready (settings_unavailable)')]);
    expect(stdout).toContain('curl -sS');
  });

  test.each([
    [
      { status: 403, body: { code: 'insufficient_scope', title: 'No permission' } },
      0,
      /does not let you call: 403 insuff/,
    ],
    [
      { status: 502, body: { code: 'upstream_auth', title: 'Azure refused' } },
      1,
      /a first mint was refused: 502 upstream_auth/,
    ],
  ])('tells a refusal of whoever ships from one of the app: %j', async (mint, status, words) => {
    standIn.mint = mint;
    const outcome = await shipped();
    expect([outcome.status, outcome.stdout + outcome.stderr]).toEqual([status, expect.stringMatching(words)]);
  });

  test('is content where whoever ships gets no token for the API', async () => {
    const { status, stdout } = await shipped({ STAND_IN_DENIES: 'token' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('Ready. You have no token')]);
  });

  test('needs no package, so that a pipeline can ship where no package’s code has run', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'bare-'));
    cpSync(join(ROOT, 'tools'), join(bare, 'tools'), { recursive: true });
    const { status, stdout } = await shipped({}, join(bare, 'tools/ship.ts'));
    rmSync(bare, { recursive: true });
    expect([status, stdout]).toEqual([0, expect.stringContaining(`curl -sS -X POST 'http://${host()}/`)]);
  });

  test('prints the curl alone for azd, which has uploaded already', () => {
    const { stdout } = ship({ API_URL: 'https://func-dev-abc.azurewebsites.net', API_CLIENT_ID: CLIENT }, [
      '--print-only',
    ]);
    expect(stdout).toContain("curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/api/realtime/client_secrets'");
    expect(azure.calls()).toEqual([]);
  });

  test('finds the app and uploads nothing when only the curl is asked for', () => {
    const apps = JSON.stringify([app('func-dev-abc')]);
    const { stdout } = ship({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT, STAND_IN_APPS: apps }, ['--print-only']);
    expect(stdout).toContain("curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/api/realtime/client_secrets'");
    expect(azure.calls()).toHaveLength(1);
  });

  test('says to deploy first when the resource group holds no such app', () => {
    expect(ship({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT })).toMatchObject({
      status: 1,
      stderr: 'rg-dev holds no app tagged azd-service-name=api: deploy infra/main.bicep first.\n',
    });
  });

  test.each([
    ['AZURE_ENV_NAME', { API_CLIENT_ID: CLIENT }],
    ['API_CLIENT_ID', { AZURE_ENV_NAME: 'dev' }],
  ])('names %s when it is not set, and calls nothing', (name, variables) => {
    expect(ship(variables)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${name} is not set: set it to`),
    });
    expect(azure.calls()).toEqual([]);
  });

  test('refuses an environment name that could be read as an option or a command', () => {
    expect(ship({ AZURE_ENV_NAME: '--x & y', API_CLIENT_ID: CLIENT })).toMatchObject({ status: 1 });
    expect(azure.calls()).toEqual([]);
  });
});
