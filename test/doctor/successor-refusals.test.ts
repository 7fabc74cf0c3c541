/** The day a model retires: whatever fails before the setting is written moves nothing. */
import { OPERATOR_OBJECT_ID, STORE_RESOURCE_ID } from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { type } from './support/doctor-command.ts';
import {
  deploymentsOf,
  isMaking,
  isMint,
  KEY,
  NEW,
  named,
  stays,
  useSuccessor,
  whileRetiring,
} from './support/retiring.ts';
import { withAzure } from './support/with-azure.ts';

const { run, testPrinted } = useSuccessor();
const QUOTA = `OpenAI.GlobalStandard.${NEW}`;

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

testPrinted();
