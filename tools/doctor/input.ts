/** What the person knows: the options themselves, or an azd environment and the options over it. */
import { readAzdEnvironment } from './azd.ts';
import type { Input } from './discovery.ts';
import type { DoctorOptions } from './options.ts';

export interface KnownInput extends Input {
  /** It came from azd, which keeps the parameters of the template too. */
  readonly isOfAzd: boolean;
}

export async function readInput(
  options: Pick<DoctorOptions, 'store' | 'group' | 'app' | 'env' | 'label' | 'subscription'>,
  folder: string,
  ways = '--store, --group, --app or --env',
): Promise<KnownInput> {
  if (options.store ?? options.group ?? options.app) return { ...options, isOfAzd: false };
  const values = await readAzdEnvironment(folder, options.env, ways);
  const from = (name: string): string | undefined => values[name] || undefined;
  return {
    store: from('AZURE_APPCONFIGURATION_ENDPOINT'),
    group: from('AZURE_RESOURCE_GROUP'),
    app: from('API_URL'),
    label: options.label ?? from('AZURE_APPCONFIGURATION_LABEL'),
    subscription: options.subscription ?? from('AZURE_SUBSCRIPTION_ID'),
    isOfAzd: true,
  };
}
