/** No green that lies: what the app says of itself, what could not be looked at, one wrong key among good ones. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

jest.setTimeout(60_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const group = ['--group', 'rg-local'];

/** A value that was valid before, in the store's revisions. */
function overwrite({ settings }: EmulatedAzure, key: string, good: string, wrong: string): void {
  settings.set(key, good);
  settings.set(key, wrong);
}

test.concurrent('a wrong key hides the checks that need it, and no other: both faults are named and mended', () =>
  withAzure(async (azure) => {
    azure.switches.set('calls.preflight', 'echo');
    azure.settings.set('realtime:cors:origins', '["http://localhost:3000/"]');
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const { causes, checks, unseen } = await doctor.report(azure, [...group, '--mint']);
    expect(causes.map(({ check }) => check)).toEqual(['settings.valid', 'deployment.model']);
    expect(unseen).toEqual(['settings.origins', 'azure.preflight', 'app.cors']);
    expect(checks.find(({ id }) => id === 'deployment.exists')?.state).toBe('ok');
    for (const command of causes.flatMap(({ mend }) => mend.run ?? []))
      expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    expect(azure.settings.get('realtime:cors:origins')).toBe('["http://localhost:3000"]');
    azure.subscription.age(600_000);
    expect(await doctor.report(azure, [...group, '--mint'])).toMatchObject({ causes: [], unseen: [], status: 0 });
  }));

test.concurrent.each([
  ['realtime:callers', '[{"tenant":"common","audiences":["a"],"scope":"s"}]'],
  ['realtime:quota', '{"minute":{"limit":-1}}'],
  ['realtime:revoked', '{"subjects":'],
  ['realtime:secretSeconds', '5'],
  ['realtime:resourceId', 'oai-local'],
  ['realtime:deployment', 'no name'],
])('%s has its last good value back by the printed command', (key, wrong) =>
  withAzure(async (azure) => {
    const good = azure.settings.get(key) ?? (key === 'realtime:secretSeconds' ? '90' : '{"subjects":[]}');
    overwrite(azure, key, good, wrong);
    azure.switches.set('calls.preflight', 'echo');
    const { causes } = await doctor.report(azure, group);
    expect(causes.map(({ check }) => check)).toEqual(['settings.valid']);
    for (const command of causes[0]?.mend.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
    expect(azure.settings.get(key)).toBe(good);
    expect(await doctor.report(azure, group)).toMatchObject({ causes: [], status: 0 });
  }),
);

test.concurrent('of a value that never was valid the commands show what it is and was; the salt is never printed', () =>
  withAzure(async (azure) => {
    azure.settings.set('realtime:salt', 'SALT THAT NOBODY PRINTS '.repeat(30));
    const { stdout } = await doctor.run(azure, [...group, '--only', 'settings.valid']);
    expect(stdout).not.toContain('SALT THAT');
    const commands = stdout.split('\n').filter((line) => line.startsWith('  az '));
    expect(commands.map((command) => /az appconfig (\w+ \w+)/.exec(command)?.[1])).toEqual([
      'kv show',
      'revision list',
    ]);
    for (const command of commands) expect(await type(azure, command.trim())).toMatchObject({ status: 0 });
  }));

describe('what the app says of itself', () => {
  const moveAll = ({ settings }: EmulatedAzure, label: string): void => {
    for (const { key, value } of [...settings.list()]) {
      settings.set(key, value, label);
      settings.delete(key);
    }
  };

  test.concurrent('keys under another label and an app that says so are one cause; the printed line keeps what was typed', () =>
    withAzure(async (azure) => {
      moveAll(azure, 'prod');
      azure.app.says({ warnings: ['settings_invalid'] });
      const { stdout, status } = await doctor.run(azure, [...group, '--mint']);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^Root cause: \d+ keys are under the label “prod”[\s\S]*^Because of it: app\.ready/m);
      expect(stdout).toMatch(/^Could not look at \d+ of \d+ checks;/m);
      expect(stdout).toMatch(
        new RegExp(`^ {2}node doctor.cjs --arm ${azure.urls.arm} --group rg-local --mint --label prod$`, 'm'),
      );
      const again = await doctor.report(azure, [...group, '--mint', '--label', 'prod']);
      expect(again.causes).toContainEqual(
        expect.objectContaining({
          check: 'app.ready',
          mend: expect.objectContaining({
            run: [
              expect.stringMatching(/^az functionapp config appsettings set .* AZURE_APPCONFIGURATION_LABEL=prod$/),
            ],
          }),
        }),
      );
    }));

  test.concurrent('without an app’s word the run could not look, and is not green', () =>
    withAzure(async (azure) => {
      moveAll(azure, 'prod');
      expect(await doctor.report(azure, group)).toMatchObject({ causes: [], status: 2 });
    }));

  test.concurrent.each([
    ...['settings_invalid', 'settings_stale', 'profile_invalid', 'quota_unavailable'],
    ...['leash_unavailable', 'hangup_forbidden', 'calls_stopped'],
  ])('%s is a failure though it is ready', (id) =>
    withAzure(async (azure) => {
      azure.app.says({ warnings: [id] });
      const { causes, status } = await doctor.report(azure, group);
      expect({ status, causes }).toMatchObject({ status: 1, causes: [{ check: 'app.ready' }] });
      expect(causes[0]?.mend.say).toContain(`${id}: it `);
    }),
  );

  test.concurrent.each(['lifetime_not_honoured', 'leash_blind'])('%s is worth fixing, and nothing fails', (id) =>
    withAzure(async (azure) => {
      azure.app.says({ warnings: [id] });
      const { causes, warnings, status } = await doctor.report(azure, group);
      expect({ status, causes }).toEqual({ status: 0, causes: [] });
      const said = warnings.find(({ check }) => check === 'app.ready');
      expect(said?.mend?.say).toContain(`${id}: it `);
    }),
  );
});

test.concurrent('a second account behind the endpoint and a refused preflight are two faults', () =>
  withAzure(async (azure) => {
    azure.settings.set('realtime:resourceId', `${azure.settings.get('realtime:resourceId')}-gone`);
    azure.switches.set('calls.preflight', 'refused');
    const { causes } = await doctor.report(azure, group);
    expect(causes.map(({ check }) => check)).toEqual(['resource.found', 'azure.preflight']);
  }));

test.concurrent('--before keeps what was typed of how to look', () =>
  withAzure(async (azure) => {
    azure.subscription.putAccount('oai-local', { location: 'uaenorth' });
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const { stdout } = await doctor.run(azure, [...store(azure), '--only', 'deployment.model']);
    expect(stdout).toMatch(new RegExp(`node doctor.cjs --arm ${azure.urls.arm} --before`));
  }));
