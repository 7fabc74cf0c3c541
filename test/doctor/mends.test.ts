/** What the printed commands leave alone, and what they say where a person has to choose. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { createDoctorCommand, type } from './support/doctor-command.ts';
import { store, withAzure } from './support/with-azure.ts';

jest.setTimeout(60_000);

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

const modelOf = ({ subscription }: EmulatedAzure, name: string) =>
  subscription.findAccount('oai-local')?.deployments.get(name)?.model.name;

const transcribedBy = (model: string) => ({
  session: { type: 'realtime', audio: { input: { transcription: { model } } } },
});

describe('a profile that names a deployment of another kind', () => {
  test.concurrent.each([
    [
      'deployment.profiles',
      (deployment: string) => ({ deployment, session: { type: 'realtime' } }),
      'set deployment to gpt-realtime-mini-2025-12-15 in realtime:profiles:assistant',
    ],
    [
      'deployment.transcription',
      transcribedBy,
      'set audio.input.transcription.model to gpt-4o-mini-transcribe-1 in realtime:profiles:assistant',
    ],
  ])('%s: another one is made beside it, and the setting is named', (check, profileWith, sentence) =>
    withAzure(async (azure) => {
      azure.settings.set('realtime:profiles:assistant', JSON.stringify(profileWith('gpt-realtime-chat')));
      const look = async () => (await doctor.report(azure, [...store(azure), '--only', check])).checks[0];
      const found = await look();
      expect(found).toMatchObject({ state: 'fail', mend: { say: expect.stringContaining(sentence) } });
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
      expect(modelOf(azure, 'gpt-realtime-chat')).toBe('gpt-4o');
      const [, made = ''] = / to (\S+) in /.exec(found?.mend?.say ?? '') ?? [];
      azure.settings.set('realtime:profiles:assistant', JSON.stringify(profileWith(made)));
      expect(await look()).toMatchObject({ state: 'ok' });
    }),
  );
});

test.concurrent('a deployment that is there and works is offered after the command that makes one', () =>
  withAzure(async (azure) => {
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const { stdout } = await doctor.run(azure, [...store(azure), '--mint']);
    const [made, offered] = [
      stdout.indexOf('deployment create'),
      stdout.indexOf('Or use gpt-realtime, which is there:'),
    ];
    expect(made).toBeGreaterThan(-1);
    expect(offered).toBeGreaterThan(made);
    const [, command = ''] = /^Or use .*\n {2}(.*)$/m.exec(stdout) ?? [];
    expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    const { checks } = await doctor.report(azure, [...store(azure), '--mint', '--only', 'mint.answer']);
    expect(checks).toEqual([expect.objectContaining({ state: 'ok' })]);
  }));
