/** An emulated Azure of a test's own, with an app in it: tests that change it can run at once. */
import type { AzureOptions, EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { startTestAzure } from '../../support/start-test-azure.ts';
import { type StandInApp, startStandInApp } from './stand-in-app.ts';

export type AzureWithApp = EmulatedAzure & { readonly app: StandInApp };

export async function withAzure(
  use: (azure: AzureWithApp) => Promise<void>,
  options: AzureOptions = {},
): Promise<void> {
  const azure = await startTestAzure(options);
  const app = await startStandInApp(azure);
  try {
    await use({ ...azure, app });
  } finally {
    await app.stop();
    await azure.stop();
  }
}

/** What the store's option says. */
export function store({ urls }: EmulatedAzure): readonly string[] {
  return ['--store', urls.appConfiguration];
}
