/** The day a model retires: one command makes the successor, tries it, moves the setting; whatever fails before moves nothing. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AzureOptions } from '../../local/azure/emulated-azure.ts';
import { ACCOUNT_NAME, OPERATOR_OBJECT_ID, STORE_RESOURCE_ID } from '../../local/azure/foundation/directory.ts';
import type { LoggedRequest } from '../../local/azure/foundation/request-log.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import type { VisitOptions } from './support/visit.ts';
import { type AzureWithApp, withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const command = createDoctor('successor');
afterAll(() => command.dispose());

const [OLD, NEW] = ['gpt-realtime-mini', 'gpt-realtime-2.1-mini'];
const KEY = 'realtime:deployment';
const QUOTA = `OpenAI.GlobalStandard.${NEW}`;

const run = (azure: AzureWithApp, args: readonly string[] = ['--yes'], options: VisitOptions = {}) =>
  command.run(azure, ['--group', 'rg-local', ...args], options);
const deploymentsOf = ({ subscription }: AzureWithApp) => subscription.findAccount(ACCOUNT_NAME)?.deployments;
const named = ({ settings }: AzureWithApp) => settings.get(KEY);
/** Nobody sends anything to the old one’s callers, and nobody finds it gone. */
const stays = (azure: AzureWithApp) => {
  expect(named(azure)).toBe(OLD);
  expect(deploymentsOf(azure)?.has(OLD)).toBe(true);
};

/** Azure is withdrawing the model of the app. `then` is what happens as soon as a request was answered. */
function whileRetiring(
  use: (azure: AzureWithApp) => Promise<void>,
  then?: (request: LoggedRequest, azure: AzureWithApp) => void,
): Promise<void> {
  let current: AzureWithApp | undefined;
  const onRequest: AzureOptions['onRequest'] = (request) => current && then?.(request, current);
  return withAzure(
    async (azure) => {
      azure.switches.set('account.modelState', 'Deprecating');
      current = azure;
      await use(azure);
    },
    { onRequest },
  );
}

const isMint = ({ service, path }: LoggedRequest) => service === 'openai' && path.endsWith('/client_secrets');
const isMaking = ({ service, method, path }: LoggedRequest) =>
  service === 'arm' && method === 'PUT' && path.endsWith(`/deployments/${NEW}`);

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

describe('nothing is moved', () => {
  test.concurrent('while the model lasts; to another one that the person names it moves all the same', () =>
    withAzure(async (azure) => {
      expect(await run(azure)).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing to move') });
      stays(azure);
      expect(await run(azure, ['--to', 'gpt-realtime-1.5', '--yes'])).toMatchObject({ status: 0 });
      expect(named(azure)).toBe('gpt-realtime-1.5');
    }));

  test.concurrent('where the region does not offer what is wanted', () =>
    whileRetiring(async (azure) => {
      const { status, stderr } = await run(azure, ['--to', 'gpt-realtime-9', '--yes']);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/no gpt-realtime-9 .*\(?gpt-realtime/),
      });
      stays(azure);
    }));

  test.concurrent('where the quota lacks units; with as many as are left it goes on', () =>
    whileRetiring(async (azure) => {
      azure.subscription.quotas.set(QUOTA, 12);
      const { status, stderr } = await run(azure);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`12 of the 20 units`) });
      expect(deploymentsOf(azure)?.has(NEW)).toBe(false);
      stays(azure);
      expect(await run(azure, ['--capacity', '12', '--yes'])).toMatchObject({ status: 0 });
      expect([named(azure), deploymentsOf(azure)?.get(NEW)?.sku.capacity]).toEqual([NEW, 12]);
    }));

  test.concurrent('where Azure refuses the successor after all', () =>
    whileRetiring(
      async (azure) => {
        const { status, stderr } = await run(azure);
        expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('(ServiceModelDeprecating)') });
        expect(stderr).toContain('name another model with --to');
        stays(azure);
      },
      // It is read as generally available just before.
      ({ path }, azure) => path.endsWith('/usages') && azure.subscription.models.setState(NEW, 'Deprecating'),
    ));

  test.concurrent('where Azure fails to make it; the next run makes it anew', () =>
    whileRetiring(async (azure) => {
      azure.switches.set('arm.madeState', 'Failed');
      expect(await run(azure)).toMatchObject({ status: 1, stderr: expect.stringContaining(`${NEW} is Failed`) });
      stays(azure);
      azure.switches.set('arm.madeState', 'Succeeded');
      expect(await run(azure)).toMatchObject({ status: 0 });
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('where Azure is not done in time', () =>
    whileRetiring(async (azure) => {
      azure.switches.set('arm.madeState', 'Creating');
      expect(await run(azure)).toMatchObject({ status: 1, stderr: expect.stringContaining('has not made') });
      stays(azure);
    }));

  test.concurrent('where a mint of the successor is refused', () =>
    whileRetiring(async (azure) => {
      azure.switches.set('mint.error', 'firewall');
      const { status, stderr } = await run(azure);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`${NEW} gives no secret`) });
      stays(azure);
    }));

  test.concurrent('where the successor refuses the session of one profile, which is named', () =>
    whileRetiring(
      async (azure) => {
        azure.settings.set('realtime:profiles:talk', JSON.stringify({ session: { type: 'realtime' } }));
        const { status, stderr } = await run(azure);
        expect({ status, stderr }).toEqual({
          status: 1,
          stderr: expect.stringContaining(`${NEW} refuses the session of the profile `),
        });
        stays(azure);
      },
      (request, azure) => isMint(request) && azure.switches.set('mint.error', 'unknown-parameter'),
    ));

  test.concurrent('where the person may not mint: the role is printed, and with it the next run goes on', () =>
    whileRetiring(async (azure) => {
      azure.subscription.roles.remove(
        ({ role, principalId }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.openAiUser.name,
      );
      const { status, stderr } = await run(azure);
      expect(status).toBe(2);
      const [line = ''] = /^ {2}az role assignment create .*$/m.exec(stderr) ?? [];
      expect(await type(azure, line)).toMatchObject({ status: 0 });
      expect(await run(azure)).toMatchObject({ status: 0 });
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('over what somebody else has written meanwhile', () =>
    whileRetiring(
      async (azure) => {
        const { status, stderr } = await run(azure);
        expect({ status, stderr }).toEqual({
          status: 1,
          stderr: expect.stringContaining(`Somebody has changed ${KEY} since`),
        });
        expect(named(azure)).toBe('gpt-realtime');
      },
      (request, azure) => isMaking(request) && azure.settings.set(KEY, 'gpt-realtime'),
    ));

  test.concurrent('where the person may not write the setting: the role is printed', () =>
    whileRetiring(
      async (azure) => {
        const { status, stderr } = await run(azure);
        expect(status).toBe(1);
        expect(stderr).toContain(`--role 'App Configuration Data Owner' --scope ${STORE_RESOURCE_ID}`);
        azure.switches.set('appConfiguration.status', '200');
        stays(azure);
      },
      (request, azure) => isMint(request) && azure.switches.set('appConfiguration.status', '403'),
    ));
});

describe('back', () => {
  const moved = (use: (azure: AzureWithApp) => Promise<void>) =>
    whileRetiring(async (azure) => {
      expect(await run(azure)).toMatchObject({ status: 0 });
      await use(azure);
    });
  const BACK = ['--back', '--yes'];

  test.concurrent('by the line that was printed: the old one is tried first, and nothing is deleted', () =>
    whileRetiring(async (azure) => {
      const { stdout } = await run(azure);
      const [, typed = ''] = /^ {2}npm run successor -- (.*) --back$/m.exec(stdout) ?? [];
      expect(typed).toBe(`--arm ${azure.urls.arm} --group rg-local`);
      expect(await run(azure, BACK)).toMatchObject({ status: 0, stderr: '' });
      expect(named(azure)).toBe(OLD);
      expect(deploymentsOf(azure)?.has(NEW)).toBe(true);
    }));

  test.concurrent('not where the model is retired by now', () =>
    moved(async (azure) => {
      azure.switches.set('account.modelState', 'Deprecated');
      const { status, stderr } = await run(azure, BACK);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('answers 410') });
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('not where the deployment is gone', () =>
    moved(async (azure) => {
      azure.subscription.deleteDeployment(ACCOUNT_NAME, OLD);
      const { status, stderr } = await run(azure, BACK);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(`no longer has the deployment ${OLD}`),
      });
      expect(named(azure)).toBe(NEW);
    }));

  test.concurrent('not where the setting was never another one, but to one that is named', () =>
    withAzure(async (azure) => {
      const { status, stderr } = await run(azure, BACK);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('nothing to go back to') });
      expect(await run(azure, [...BACK, '--deployment', 'gpt-realtime'])).toMatchObject({ status: 0 });
      expect(named(azure)).toBe('gpt-realtime');
    }));

  test.concurrent('not without a yes', () =>
    moved(async (azure) => {
      expect(await run(azure, ['--back'], { agrees: false })).toMatchObject({ status: 2 });
      expect(named(azure)).toBe(NEW);
    }));
});

// Not at the same time as the others, and so after them.
test('what was printed holds no token and no secret', () => {
  const printed = command.printed();
  expect(printed.length).toBeGreaterThan(10_000);
  expect(printed).not.toMatch(/ek_[A-Za-z0-9_-]+|(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}/);
});
