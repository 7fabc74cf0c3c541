/** Profiles of the two voice APIs, and deployments of the other one: told, and mended as it is printed. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const lookAt = async (azure: EmulatedAzure, id: string) =>
  (await doctor.report(azure, [...store(azure), '--only', id])).checks[0];
const setLive = (azure: EmulatedAzure, deployment: string): void =>
  azure.settings.set('realtime:profiles:concierge', JSON.stringify({ api: 'live', deployment }));

describe('a profile of GPT-Live', () => {
  test.concurrent('that nobody has is nothing to look at', () =>
    withAzure(async (azure) => {
      expect(await lookAt(azure, 'deployment.live')).toMatchObject({
        state: 'ok',
        say: 'No profile asks the Live API.',
      });
    }));

  test.concurrent('is well served by a deployment of it, whose end is told once it is near', () =>
    withAzure(async (azure) => {
      setLive(azure, 'gpt-live');
      expect(await lookAt(azure, 'deployment.live')).toMatchObject({ state: 'ok', say: 'gpt-live: of the Live API.' });
      expect(await lookAt(azure, 'deployment.profiles')).toMatchObject({
        state: 'ok',
        say: 'No profile names a deployment of its own.',
      });
      azure.subscription.models.setState('gpt-live-1', 'Deprecating');
      expect(await lookAt(azure, 'deployment.live')).toMatchObject({
        state: 'warn',
        say: expect.stringMatching(/^gpt-live runs gpt-live-1 .* Azure is withdrawing\.$/),
      });
    }));

  test.concurrent('is not served by a deployment of the Realtime API, and one beside it is made', () =>
    withAzure(async (azure) => {
      setLive(azure, 'gpt-realtime-mini');
      const found = await lookAt(azure, 'deployment.live');
      expect(found).toMatchObject({
        state: 'fail',
        say: 'gpt-realtime-mini serves the Realtime API, and realtime:profiles:concierge asks the Live API of it.',
        mend: {
          say: expect.stringMatching(/^If you want the Realtime API, take "api" out of realtime:profiles:concierge\. /),
          or: { say: 'Or set deployment to gpt-live, which is there, in realtime:profiles:concierge.' },
        },
      });
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
      const [, made = ''] = /set deployment to (\S+) in /.exec(found?.mend?.say ?? '') ?? [];
      setLive(azure, made);
      expect(await lookAt(azure, 'deployment.live')).toMatchObject({ state: 'ok' });
    }));

  test.concurrent('that names what is not there gets a deployment of that name', () =>
    withAzure(async (azure) => {
      setLive(azure, 'concierge');
      const found = await lookAt(azure, 'deployment.live');
      expect(found).toMatchObject({
        state: 'fail',
        say: expect.stringMatching(/^concierge of realtime:profiles:concierge is not there, /),
      });
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
      expect(await lookAt(azure, 'deployment.live')).toMatchObject({ state: 'ok' });
    }));

  test.concurrent('has no deployment to be made where the model is retired', () =>
    withAzure(async (azure) => {
      setLive(azure, 'gpt-live');
      azure.subscription.models.setState('gpt-live-1', 'Deprecated');
      const found = await lookAt(azure, 'deployment.live');
      expect(found).toMatchObject({
        state: 'fail',
        mend: { say: expect.stringMatching(/^The region offers no model of the Live API; .* --before lists/) },
      });
      expect(found?.mend?.run ?? []).toEqual([]);
    }));
});

test.concurrent('a profile of the Realtime API is not served by GPT-Live, and its check says what would be', () =>
  withAzure(async (azure) => {
    azure.settings.set('realtime:profiles:assistant', JSON.stringify({ deployment: 'gpt-live' }));
    expect(await lookAt(azure, 'deployment.profiles')).toMatchObject({
      state: 'fail',
      say: expect.stringMatching(/^gpt-live of a profile /),
      mend: {
        say: expect.stringMatching(
          /^gpt-live serves the Live API: if you want that, put "api": "live" into realtime:profiles:assistant, whose callers then ask POST \/api\/live\/sessions\. Else: /,
        ),
      },
    });
    azure.settings.set('realtime:profiles:assistant', JSON.stringify({ deployment: 'gpt-realtime' }));
    expect(await lookAt(azure, 'deployment.profiles')).toMatchObject({ state: 'ok' });
  }));
