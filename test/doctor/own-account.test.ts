/** An account and code of one's own: no store, no app. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { createDoctorCommand } from './support/doctor-command.ts';
import { ACCOUNT, createOwnAccount } from './support/own-account.ts';
import { withAzure } from './support/with-azure.ts';

jest.setTimeout(60_000);

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

describe('a working account is green, however it is named', () => {
  test.concurrent.each<readonly [string, (azure: EmulatedAzure) => string]>([
    ['by its name', () => ACCOUNT],
    ['by its ARM id', ({ subscription }) => subscription.findAccount(ACCOUNT)?.id ?? ''],
    [
      'by an address of the portal',
      ({ subscription }) =>
        `https://portal.azure.com/#@a.example/resource${subscription.findAccount(ACCOUNT)?.id}/overview`,
    ],
    ['by its address', ({ subscription }) => subscription.findAccount(ACCOUNT)?.endpoint ?? ''],
    [
      'by the URL of a request',
      ({ subscription }) => `${subscription.findAccount(ACCOUNT)?.endpoint}/openai/v1/realtime/client_secrets`,
    ],
  ])('%s', (_how, name) =>
    withAzure(async (azure) => {
      createOwnAccount(azure);
      const { status, target, checks } = await doctor.report(azure, ['--account', name(azure), '--mint']);
      expect(checks.filter(({ state }) => state === 'fail' || state === 'warn')).toEqual([]);
      expect(status).toBe(0);
      expect(target).toMatchObject({ account: ACCOUNT, 'resource group': 'rg-theirs' });
      expect(checks.find(({ id }) => id === 'mint.answer')).toMatchObject({ state: 'ok' });
      expect(checks.filter(({ id }) => /^(?:app|settings|identity)\./.test(id))).toEqual([]);
    }),
  );
});
