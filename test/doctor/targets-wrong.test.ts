/** Targets that are wrong in the setting: each is named, and mended by the printed command. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { createDoctor } from './support/doctor-visits.ts';
import {
  DEPLOYMENT,
  FINE,
  FIRST,
  lookWith,
  type Member,
  membersOf,
  mend,
  SECOND,
  withTargets,
  writtenIn,
} from './support/targets.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());
const look = (azure: EmulatedAzure, ...args: readonly string[]) => lookWith(doctor, azure, ...args);

describe('a target that is wrong is named, and mended in the setting', () => {
  test.concurrent.each<[string, Member, RegExp]>([
    ['an endpoint of another host', { endpoint: 'https://evil.example' }, /at \/1\/endpoint is not/],
    ['a member that does not exist', { weight: 2 }, /at \/1\/weight is not a member/],
    ['a token scope that is none', { tokenScope: 'https://x/.default' }, /at \/1\/tokenScope must be/],
    ['a deployment that is none', { deployment: 'two words' }, /at \/1\/deployment must be/],
    ['a name that the first has', { name: FIRST }, /at \/1\/name is the name of another target/],
  ])('%s', (_what, change, says) =>
    withTargets(
      async (azure) => {
        azure.app.says({ warnings: ['settings_invalid'] });
        const { report, ...found } = await look(azure);
        const name = 'name' in change ? '/1' : SECOND;
        expect(found).toEqual({ status: 0, causes: [], warnings: [`${name}: endpoint.form`] });
        expect(report.warnings[0]).toMatchObject({
          say: expect.stringMatching(says) as string,
          explains: expect.arrayContaining(['settings.valid', 'app.ready']) as string[],
        });
        await mend(azure, report);
        azure.app.says({ warnings: [] });
        expect(await look(azure)).toMatchObject(FINE);
        const [first, second] = membersOf(azure);
        expect(writtenIn(azure)).toEqual([
          first,
          { ...second, ...('deployment' in change && { deployment: DEPLOYMENT }) },
        ]);
      },
      [undefined, change],
    ),
  );

  test.concurrent('all of them: nobody is served by a fresh instance, a failure', () =>
    withTargets(
      async (azure) => {
        const { report, ...found } = await look(azure);
        expect(found).toEqual({
          status: 1,
          causes: ['swedencentral: endpoint.form', 'eastus2: endpoint.form'],
          warnings: [],
        });
        expect(report.causes[0]?.explains).toContain('settings.valid');
      },
      [{ weight: 1 }, { weight: 2 }],
    ));

  test.concurrent('the whole text: what needs a target is skipped, and the last good one is printed', () =>
    withTargets(async (azure) => {
      const good = azure.settings.get('realtime:targets');
      azure.settings.set('realtime:targets', '[');
      const { report, ...found } = await look(azure);
      expect(found).toEqual({ status: 1, causes: ['undefined: settings.valid'], warnings: [] });
      expect(report.checks.find(({ id }) => id === 'deployment.exists')).toMatchObject({ state: 'skipped' });
      await mend(azure, report);
      expect(azure.settings.get('realtime:targets')).toBe(good);
      expect(await look(azure)).toMatchObject(FINE);
    }));
});

test.concurrent('endpoint and resourceId beside the targets are told once, and deleted by what is printed', () =>
  withTargets(async (azure) => {
    for (const key of ['endpoint', 'resourceId']) azure.settings.set(`realtime:${key}`, 'whatever');
    azure.app.says({ warnings: ['settings_unread'] });
    const { report, ...found } = await look(azure);
    expect(found).toEqual({ status: 0, causes: [], warnings: ['undefined: settings.valid'] });
    expect(report.warnings[0]?.say).toMatch(/^Nobody reads realtime:endpoint and realtime:resourceId, because/);
    await mend(azure, report);
    azure.app.says({ warnings: [] });
    expect(await look(azure)).toMatchObject(FINE);
  }));
