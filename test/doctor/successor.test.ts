/** The day a model retires: one command makes the successor, tries it, and moves the setting. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_NAME } from '../../local/azure/foundation/directory.ts';
import { type } from './support/doctor-command.ts';
import {
  deploymentsOf,
  isMaking,
  isMint,
  KEY,
  NEW,
  named,
  OLD,
  stays,
  useSuccessor,
  whileRetiring,
} from './support/retiring.ts';

const { command, run, testPrinted } = useSuccessor();

describe('while the model retires', () => {
  test.concurrent('the successor is made like the old one, tried, moved to, and seen through the app', () =>
    whileRetiring(async (azure) => {
      const held = deploymentsOf(azure)?.get(OLD);
      if (held) azure.subscription.putDeployment(ACCOUNT_NAME, { ...held, raiPolicyName: 'strict' });
      const { status, stdout, stderr } = await run(azure);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(named(azure)).toBe(NEW);
      expect(deploymentsOf(azure)?.get(NEW)).toMatchObject({
        model: { name: NEW },
        sku: held?.sku,
        versionUpgradeOption: held?.versionUpgradeOption,
        raiPolicyName: 'strict',
      });
      expect(deploymentsOf(azure)?.get(OLD)).toMatchObject({ model: { name: OLD } });
      expect(stdout).toMatch(
        /Make the deployment .*\n.* Succeeded\n\n2\. Try it[\s\S]*\n\n3\. Move[\s\S]*\n\n4\. See it/,
      );
      expect(stdout).toContain(`minted a secret for ${NEW}.`);
      expect(stdout).toMatch(
        new RegExp(`^ {2}export REALTIME_DEPLOYMENT=${NEW} REALTIME_MODEL=${NEW} REALTIME_MODEL_VERSION=\\S+ `, 'm'),
      );
      const variables = [...(/^ {2}export (.*)$/m.exec(stdout)?.[1] ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name);
      const parameters = readFileSync('infra/main.bicepparam', 'utf8');
      expect(variables.filter((name) => !parameters.includes(`readEnvironmentVariable('${name}',`))).toEqual([]);
      expect(stdout).toContain('writes the content filter Microsoft.DefaultV2 in place of strict');
    }));

  test.concurrent('the line that it prints for later deletes the old one, and no other', () =>
    whileRetiring(async (azure) => {
      const before = [...(deploymentsOf(azure)?.keys() ?? [])];
      const { stdout } = await run(azure);
      const [line = ''] = /^ {2}az cognitiveservices account deployment delete .*$/m.exec(stdout) ?? [];
      expect(await type(azure, line)).toMatchObject({ status: 0, stderr: '' });
      expect([...(deploymentsOf(azure)?.keys() ?? [])]).toEqual([...before.filter((name) => name !== OLD), NEW]);
    }));

  test.concurrent('a second run finds nothing to do, and says again how to go on', () =>
    whileRetiring(async (azure) => {
      await run(azure);
      const before = azure.requests.list().filter(isMaking).length;
      const { status, stdout } = await run(azure);
      expect(status).toBe(0);
      expect(stdout).toContain('There is nothing to move.');
      expect(stdout).toContain(`export REALTIME_DEPLOYMENT=${NEW} `);
      expect(stdout).toMatch(/^ {2}npm run successor -- .*--group rg-local --back$/m);
      expect(azure.requests.list().filter(isMaking)).toHaveLength(before);
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('a run that ended in between goes on with what it had made', () =>
    whileRetiring(async (azure) => {
      azure.switches.set('mint.error', 'internal-error');
      expect(await run(azure)).toMatchObject({ status: 1 });
      stays(azure);
      azure.switches.set('mint.error', 'none');
      const { status, stdout } = await run(azure);
      expect([status, named(azure)]).toEqual([0, NEW]);
      expect(stdout).toContain(`has the deployment ${NEW} already, with 20 units`);
      expect(azure.requests.list().filter(isMaking)).toHaveLength(1);
    }));

  test.concurrent('it waits until Azure has made it', () =>
    whileRetiring(
      async (azure) => {
        azure.switches.set('arm.madeState', 'Creating');
        const { status, stdout } = await run(azure);
        expect([status, named(azure)]).toEqual([0, NEW]);
        expect(stdout).toMatch(/: Creating\n.*: Succeeded\n/);
      },
      ({ service, method, path }, azure) => {
        const isLook = service === 'arm' && method === 'GET' && path.endsWith('/deployments');
        if (isLook && deploymentsOf(azure)?.has(NEW)) azure.switches.set('arm.madeState', 'Succeeded');
      },
    ));

  test.concurrent('it waits until the data plane knows it', () =>
    whileRetiring(
      async (azure) => {
        azure.switches.set('account.propagation', 'five-minutes');
        const { status, stdout } = await run(azure);
        expect([status, named(azure)]).toEqual([0, NEW]);
        expect(stdout).toContain('Azure does not know it everywhere yet');
      },
      (request, azure) => isMint(request) && request.status === 404 && azure.subscription.age(600_000),
    ));

  test.concurrent('it asks before each change, and a no changes nothing', () =>
    whileRetiring(async (azure) => {
      expect(await run(azure, [], { agrees: false })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('nobody agreed, so nothing was made'),
      });
      expect(deploymentsOf(azure)?.has(NEW)).toBe(false);
      expect(await run(azure, [])).toMatchObject({ status: 2, stderr: expect.stringContaining('--yes agrees') });
      stays(azure);
      expect(await run(azure, [], { agrees: true })).toMatchObject({ status: 0 });
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('an app that cannot be seen to use it is told of, and is no failure', () =>
    whileRetiring(async (azure) => {
      azure.subscription.site.state = 'Stopped';
      const { status, stdout } = await run(azure);
      expect([status, named(azure)]).toEqual([0, NEW]);
      expect(stdout).toMatch(/could not be seen to use it, because it answered 403\. .* has "model": "/);
    }));

  test.concurrent('azd’s environment says where, and is told what the template needs in its own words', () =>
    whileRetiring(async (azure) => {
      const folder = mkdtempSync(join(tmpdir(), 'azd-'));
      try {
        mkdirSync(join(folder, '.azure/dev'), { recursive: true });
        const endpoint = `AZURE_APPCONFIGURATION_ENDPOINT="${azure.urls.appConfiguration}"\n`;
        writeFileSync(join(folder, '.azure/dev/.env'), endpoint);
        const { status, stdout } = await command.run(azure, ['--env', 'dev', '--yes'], { folder });
        expect([status, named(azure)]).toEqual([0, NEW]);
        expect(stdout).toMatch(new RegExp(`^ {2}azd env set REALTIME_DEPLOYMENT ${NEW}$`, 'm'));
        expect(stdout).toMatch(/^ {2}npm run successor -- .*--env dev --back$/m);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }));

  test.concurrent('settings under a label are those that move', () =>
    whileRetiring(async (azure) => {
      for (const { key, value } of azure.settings.list()) azure.settings.set(key, value, 'blue');
      expect(await run(azure, ['--label', 'blue', '--yes'])).toMatchObject({ status: 0 });
      expect([azure.settings.get(KEY, 'blue'), named(azure)]).toEqual([NEW, OLD]);
    }));

  test.concurrent('a value that is JSON stays JSON', () =>
    whileRetiring(async (azure) => {
      azure.settings.set(KEY, JSON.stringify(OLD), undefined, 'application/json');
      expect(await run(azure)).toMatchObject({ status: 0 });
      const [held] = azure.settings.list().filter(({ key }) => key === KEY);
      expect(held).toMatchObject({ value: JSON.stringify(NEW), content_type: 'application/json' });
    }));

  test.concurrent('what profiles name for themselves stays, and is told', () =>
    whileRetiring(async (azure) => {
      azure.settings.set('realtime:profiles:own', JSON.stringify({ deployment: OLD, session: { type: 'realtime' } }));
      const { status, stdout } = await run(azure);
      expect([status, named(azure)]).toEqual([0, NEW]);
      expect(stdout).toMatch(new RegExp(`^${OLD} runs ${OLD} \\S+ \\(Deprecating\\), which Azure is withdrawing`, 'm'));
      expect(stdout).toContain(`${OLD} is still named by a profile: keep it`);
      expect(stdout).not.toContain('deployment delete');
    }));
});

testPrinted();
