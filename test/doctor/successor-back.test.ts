/** From the successor back to the deployment that was there before, while Azure still has it. */
import { ACCOUNT_NAME } from '../../local/azure/foundation/directory.ts';
import { deploymentsOf, NEW, named, OLD, useSuccessor, whileRetiring } from './support/retiring.ts';
import { type AzureWithApp, withAzure } from './support/with-azure.ts';

const { run, testPrinted } = useSuccessor();

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

testPrinted();
