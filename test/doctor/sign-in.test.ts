/** Whom the doctor looks as, and what it says when there is nobody. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPERATOR_OBJECT_ID, SUBSCRIPTION_ID, TENANT_ID } from '../../local/azure/foundation/directory.ts';
import { createDoctorCommand } from './support/doctor-command.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctorCommand();
const folder = mkdtempSync(join(tmpdir(), 'doctor-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  return doctor.dispose();
});

/** An `az` of the test's own on the `PATH`, which says that on stderr and fails, after whatever it does first. */
function anAz(stderr: string, first = ':'): Readonly<Record<string, string>> {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, 'az'), `#!/bin/sh\n${first}\necho "${stderr}" >&2\nexit 1\n`);
  chmodSync(join(bin, 'az'), 0o755);
  return { PATH: bin };
}

test.concurrent('whoever is not signed in is told to; a machine without the Azure CLI is told apart', () =>
  withAzure(async (azure) => {
    const environment = anAz("Please run 'az login' to setup account.");
    const { status, stderr } = await doctor.run(azure, store(azure), { environment });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'Nobody is signed in: run az login first.\n' });
    const expired = anAz(
      'ERROR: AADSTS50173: The provided grant has expired. Run: az login --scope https://x/.default',
    );
    const failed = await doctor.run(azure, store(azure), { environment: expired });
    expect(failed).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^The sign-in failed \(AADSTS50173\): run az login/),
    });
    const empty = { PATH: mkdtempSync(join(folder, 'empty-')) };
    const without = await doctor.run(azure, store(azure), { environment: empty });
    expect(without.status).toBe(2);
    expect(without.stderr).toMatch(/^No Azure CLI and no azd was found/);
  }));

test.concurrent('an az that hangs is given up', () =>
  withAzure(async (azure) => {
    const environment = anAz('never', 'exec /bin/sleep 600');
    const { status, stderr } = await doctor.run(azure, store(azure), { environment });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^The sign-in failed: run az login/),
    });
  }));

test.concurrent('AZURE_TOKEN_CREDENTIALS that is none of them, or fails, is one sentence', () =>
  withAzure(async (azure) => {
    const chosen = { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' };
    expect(await doctor.run(azure, store(azure), { environment: chosen })).toMatchObject({
      status: 2,
      stderr: 'The sign-in that AZURE_TOKEN_CREDENTIALS chooses failed.\n',
    });
    const environment = { AZURE_TOKEN_CREDENTIALS: 'nonsense' };
    expect(await doctor.run(azure, store(azure), { environment })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'AZURE_TOKEN_CREDENTIALS must be dev, prod or the name of a credential, not "nonsense".\n',
    });
  }));

test.concurrent('AZURE_TOKEN_CREDENTIALS chooses another one, at an authority of its own', () =>
  withAzure(async (azure) => {
    const environment = {
      ...anAz('not asked'),
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      AZURE_AUTHORITY_HOST: new URL(azure.urls.issuer).origin,
      AZURE_TENANT_ID: TENANT_ID,
      AZURE_CLIENT_ID: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      AZURE_CLIENT_SECRET: 'any',
    };
    const { status, target } = await doctor.report(azure, [...store(azure), '--only', 'resource.found'], {
      environment,
    });
    expect({ status, as: target['looking as'] }).toEqual({ status: 0, as: OPERATOR_OBJECT_ID });
  }));

describe('whoever is signed in to another tenant', () => {
  const SIGN_IN = `az login --tenant ${TENANT_ID}`;

  test.concurrent('is told which one to sign in to, and not that a right is missing', () =>
    withAzure(async (azure) => {
      azure.switches.set('arm.tenant', 'other');
      const { checks, status } = await doctor.report(azure, store(azure));
      const say = (id: string) => checks.find((check) => check.id === id)?.say;
      expect(say('resource.found')).toBe(
        `you are signed in to another tenant than that of the account oai-local: ${SIGN_IN}`,
      );
      expect(checks.filter((check) => /you may not read|--tenant \$TENANT/.test(check.say))).toEqual([]);
      // An app that Resource Graph does not show is not called unknown.
      const app = `http://${azure.subscription.site.host}`;
      const all = await doctor.report(azure, [...store(azure), '--app', app, '--subscription', SUBSCRIPTION_ID]);
      expect(all.checks.find(({ id }) => id === 'identity.found')?.say).toContain(SIGN_IN);
      // Of what nobody looked at, nothing is known to be well.
      expect(status).toBe(2);
    }));

  test.concurrent('is told so by --before, of every list that it asks for', () =>
    withAzure(async (azure) => {
      azure.switches.set('arm.tenant', 'other');
      const { checks, status } = await doctor.report(azure, ['--before', '--subscription', SUBSCRIPTION_ID]);
      expect(checks.map(({ say }) => say.endsWith(SIGN_IN))).toEqual(checks.map(() => true));
      expect(status).toBe(2);
    }));

  test.concurrent('is told so where a subscription is named and nothing is found in it; a wrong group stays one', () =>
    withAzure(async (azure) => {
      const args = ['--group', 'rg-local', '--subscription', SUBSCRIPTION_ID];
      azure.switches.set('arm.tenant', 'other');
      const { status, stderr } = await doctor.run(azure, args);
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: `Nothing can be found in the resource group "rg-local": you are signed in to another tenant than that of the subscription ${SUBSCRIPTION_ID}: ${SIGN_IN}.\n`,
      });
      azure.switches.set('arm.tenant', 'own');
      const own = await doctor.run(azure, ['--group', 'rg-unknown', '--subscription', SUBSCRIPTION_ID]);
      expect(own.stderr).toContain('can be seen in the resource group "rg-unknown"');
      expect((await doctor.run(azure, [...args, '--only', 'settings.read'])).status).toBe(0);
    }));
});

test.concurrent('one token a service is fetched, however many clients ask', () =>
  withAzure(async (azure) => {
    await doctor.report(azure, store(azure));
    // For Resource Manager, App Configuration, Azure OpenAI and the app; the fifth shows the registration, which az asks
    // Graph for by itself.
    expect(azure.requests.count('control', ({ path }) => path === '/az')).toBe(5);
  }));
