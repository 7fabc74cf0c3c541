/** Several targets: who shares a name moves together, who has a name of its own moves alone, and the rest of the setting stays. */
import { accountIn, toResourceId } from '../../local/azure/foundation/directory.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { NEW, OLD } from './support/retiring.ts';
import { type AzureWithApp, withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const command = createDoctor('successor');
afterAll(() => command.dispose());

const [FIRST, SECOND] = ['swedencentral', 'eastus2'];
const [HERE, ELSEWHERE] = ['oai-local', accountIn(SECOND)];
const QUOTA = `OpenAI.GlobalStandard.${NEW}`;

type Member = Readonly<Record<string, unknown>>;

const idOf = (account: string) => toResourceId('Microsoft.CognitiveServices/accounts', account);
const run = (azure: AzureWithApp, ...args: readonly string[]) =>
  command.run(azure, ['--group', 'rg-local', '--yes', ...args]);
const has = ({ subscription }: AzureWithApp, account: string, name: string) =>
  subscription.findAccount(account)?.deployments.has(name);
const targetsOf = ({ settings }: AzureWithApp): readonly Member[] =>
  JSON.parse(settings.get('realtime:targets') ?? '[]');
const deploymentsIn = (azure: AzureWithApp) => targetsOf(azure).map(({ deployment }) => deployment);

/** `own` are further members of the first target and of the second. */
function withTargets(own: readonly [Member, Member], use: (azure: AzureWithApp) => Promise<void>): Promise<void> {
  return withAzure(
    async (azure) => {
      const members = [
        { name: FIRST, endpoint: azure.urls.openai, resourceId: idOf(HERE), ...own[0] },
        { name: SECOND, endpoint: azure.elsewhere[0]?.url, resourceId: idOf(ELSEWHERE), ...own[1] },
      ];
      azure.settings.set('realtime:targets', JSON.stringify(members));
      for (const key of ['realtime:endpoint', 'realtime:resourceId']) azure.settings.delete(key);
      azure.switches.set('account.modelState', 'Deprecating');
      await use(azure);
    },
    { regions: [SECOND] },
  );
}

test.concurrent('a name that both share moves once both accounts have the successor under one name, and back', () =>
  withTargets([{}, {}], async (azure) => {
    const before = azure.settings.get('realtime:targets');
    expect(await run(azure)).toMatchObject({ status: 0, stderr: '' });
    expect([has(azure, HERE, NEW), has(azure, ELSEWHERE, NEW)]).toEqual([true, true]);
    expect(azure.settings.get('realtime:deployment')).toBe(NEW);
    expect(await run(azure, '--back')).toMatchObject({ status: 0, stderr: '' });
    expect(azure.settings.get('realtime:deployment')).toBe(OLD);
    expect(azure.settings.get('realtime:targets')).toBe(before);
  }));

test.concurrent('where the second account refuses the mint, the name that both share stays', () =>
  withTargets([{}, {}], async (azure) => {
    azure.switches.set(`${SECOND}.mint.error`, 'firewall');
    const { status, stderr } = await run(azure);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`${NEW} gives no secret`) });
    expect(azure.settings.get('realtime:deployment')).toBe(OLD);
  }));

test.concurrent('where the name is taken by another deployment in one account, both get another one', () =>
  withTargets([{}, {}], async (azure) => {
    const other = azure.subscription.findAccount(ELSEWHERE)?.deployments.get('gpt-realtime');
    if (other) azure.subscription.putDeployment(ELSEWHERE, { ...other, name: NEW });
    expect(await run(azure)).toMatchObject({ status: 0 });
    const moved = azure.settings.get('realtime:deployment') ?? '';
    expect(moved).toMatch(new RegExp(`^${NEW}-\\d{4}-\\d\\d-\\d\\d$`));
    expect([has(azure, HERE, moved), has(azure, ELSEWHERE, moved), has(azure, HERE, NEW)]).toEqual([true, true, false]);
  }));

test.concurrent('a target with a name of its own moves alone, in its member of the setting, and back', () =>
  withTargets([{ deployment: 'voice-assistant' }, { deployment: OLD }], async (azure) => {
    const before = targetsOf(azure);
    expect(await run(azure)).toMatchObject({ status: 0, stderr: '' });
    expect(targetsOf(azure)).toEqual([before[0], { ...before[1], deployment: NEW }]);
    expect([has(azure, HERE, NEW), has(azure, ELSEWHERE, NEW)]).toEqual([false, true]);
    expect(azure.settings.get('realtime:deployment')).toBe(OLD);
    expect(await run(azure, '--back')).toMatchObject({ status: 0, stderr: '' });
    expect(targetsOf(azure)).toEqual(before);
  }));

test.concurrent('two names of their own move in one write', () =>
  withTargets([{ deployment: OLD }, { deployment: OLD }], async (azure) => {
    const { status, stdout } = await run(azure);
    expect([status, deploymentsIn(azure)]).toEqual([0, [NEW, NEW]]);
    // The template leaves the name to the key, so that it has nothing to keep.
    expect(stdout).not.toContain('export REALTIME_DEPLOYMENT');
  }));

test.concurrent('what one region does not have enough of stops both', () =>
  withTargets([{}, {}], async (azure) => {
    azure.subscription.quotas.set(QUOTA, 8);
    expect(await run(azure)).toMatchObject({ status: 1, stderr: expect.stringContaining('8 of the 20 units') });
    expect([has(azure, HERE, NEW), has(azure, ELSEWHERE, NEW)]).toEqual([false, false]);
  }));
