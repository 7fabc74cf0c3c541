/** `npm run ship` against a stand-in for the Azure CLI. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const ROOT = join(__dirname, '../..');
const SHIP = join(ROOT, 'tools/ship.ts');
const CLIENT = '33333333-3333-4333-8333-333333333333';
const app = (name: string) => ({
  name,
  defaultHostName: `${name}.azurewebsites.net`,
  tags: { 'azd-service-name': 'api' },
});

describe('npm run ship', () => {
  let azure: StandIn;
  beforeEach(() => {
    azure = createStandIn();
  });
  afterEach(() => azure.dispose());
  const ship = (variables: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    azure.run(process.execPath, [SHIP, ...args], { AZURE_ENV_NAME: '', API_CLIENT_ID: '', API_URL: '', ...variables });

  it('uploads the package to the app that the deployment tagged', () => {
    const others = [{ ...app('other'), tags: null }, app('func-dev-abc')];
    ship({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT, STAND_IN_APPS: JSON.stringify(others) });
    expect(azure.calls()).toContainEqual(
      'functionapp deployment source config-zip --resource-group rg-dev --name func-dev-abc --src dist/app.zip'.split(
        ' ',
      ),
    );
  });

  it('ends by printing a curl that fetches its own token', () => {
    const { status, stdout } = ship({
      AZURE_ENV_NAME: 'dev',
      API_CLIENT_ID: CLIENT,
      STAND_IN_APPS: JSON.stringify([app('func-dev-abc')]),
    });
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').slice(-3)).toEqual([
      "curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/api/realtime/client_secrets' \\",
      `  -H "Authorization: Bearer $(az account get-access-token --resource 'api://${CLIENT}' --query accessToken -o tsv)" \\`,
      "  -H 'Content-Type: application/json' -d '{}'",
    ]);
  });

  it('needs no package, so that a pipeline can ship where no package’s code has run', () => {
    const bare = mkdtempSync(join(tmpdir(), 'bare-'));
    cpSync(join(ROOT, 'tools'), join(bare, 'tools'), { recursive: true });
    const variables = {
      AZURE_ENV_NAME: 'dev',
      API_CLIENT_ID: CLIENT,
      STAND_IN_APPS: JSON.stringify([app('func-dev-abc')]),
    };
    const { status, stdout } = azure.run(process.execPath, [join(bare, 'tools/ship.ts')], variables);
    rmSync(bare, { recursive: true });
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining("curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/"),
    ]);
  });

  it('prints the curl alone for azd, which has uploaded already', () => {
    const { stdout } = ship({ API_URL: 'https://func-dev-abc.azurewebsites.net', API_CLIENT_ID: CLIENT }, [
      '--print-only',
    ]);
    expect(stdout).toContain("curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/api/realtime/client_secrets'");
    expect(azure.calls()).toEqual([]);
  });

  it('finds the app and uploads nothing when only the curl is asked for', () => {
    const apps = JSON.stringify([app('func-dev-abc')]);
    const { stdout } = ship({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT, STAND_IN_APPS: apps }, ['--print-only']);
    expect(stdout).toContain("curl -sS -X POST 'https://func-dev-abc.azurewebsites.net/api/realtime/client_secrets'");
    expect(azure.calls()).toHaveLength(1);
  });

  it('says to deploy first when the resource group holds no such app', () => {
    expect(ship({ AZURE_ENV_NAME: 'dev', API_CLIENT_ID: CLIENT })).toMatchObject({
      status: 1,
      stderr: 'rg-dev holds no app tagged azd-service-name=api: deploy infra/main.bicep first.\n',
    });
  });

  it.each([
    ['AZURE_ENV_NAME', { API_CLIENT_ID: CLIENT }],
    ['API_CLIENT_ID', { AZURE_ENV_NAME: 'dev' }],
  ])('names %s when it is not set, and calls nothing', (name, variables) => {
    expect(ship(variables)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${name} is not set: set it to`),
    });
    expect(azure.calls()).toEqual([]);
  });

  it('refuses an environment name that could be read as an option or a command', () => {
    expect(ship({ AZURE_ENV_NAME: '--x & y', API_CLIENT_ID: CLIENT })).toMatchObject({ status: 1 });
    expect(azure.calls()).toEqual([]);
  });
});
