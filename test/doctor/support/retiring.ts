/** The day a model retires, for suites of `npm run successor`: the app’s model is being withdrawn, and the command runs. */
import type { AzureOptions } from '../../../local/azure/emulated-azure.ts';
import { ACCOUNT_NAME } from '../../../local/azure/foundation/directory.ts';
import type { LoggedRequest } from '../../../local/azure/foundation/request-log.ts';
import { createDoctor } from './doctor-visits.ts';
import type { VisitOptions } from './visit.ts';
import { type AzureWithApp, withAzure } from './with-azure.ts';

export const [OLD, NEW] = ['gpt-realtime-mini', 'gpt-realtime-2.1-mini'];
export const KEY = 'realtime:deployment';

/** Call it once at the top of a suite. Its last test looks for secrets in all that was printed. */
export function useSuccessor() {
  jest.setTimeout(120_000);
  const command = createDoctor('successor');
  afterAll(() => command.dispose());
  return {
    command,
    run: (azure: AzureWithApp, args: readonly string[] = ['--yes'], options: VisitOptions = {}) =>
      command.run(azure, ['--group', 'rg-local', ...args], options),
    /** Not at the same time as the others, and so after them. */
    testPrinted: () =>
      test('what was printed holds no token and no secret', () => {
        const printed = command.printed();
        expect(printed.length).toBeGreaterThan(4_000);
        expect(printed).not.toMatch(/ek_[A-Za-z0-9_-]+|eyJ[\w-]+\.eyJ/);
      }),
  };
}

export function deploymentsOf({ subscription }: AzureWithApp) {
  return subscription.findAccount(ACCOUNT_NAME)?.deployments;
}

/** What the setting names. */
export function named({ settings }: AzureWithApp): string | undefined {
  return settings.get(KEY);
}

/** Azure is withdrawing the model of the app. `then` is what happens as soon as a request was answered. */
export function whileRetiring(
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

export function isMint({ service, path }: LoggedRequest): boolean {
  return service === 'openai' && path.endsWith('/client_secrets');
}

/** The order for the new deployment. */
export function isMaking({ service, method, path }: LoggedRequest): boolean {
  return service === 'arm' && method === 'PUT' && path.endsWith(`/deployments/${NEW}`);
}

/** Nobody sends anything to the old one’s callers, and nobody finds it gone. */
export function stays(azure: AzureWithApp): void {
  expect(named(azure)).toBe(OLD);
  expect(deploymentsOf(azure)?.has(OLD)).toBe(true);
}
