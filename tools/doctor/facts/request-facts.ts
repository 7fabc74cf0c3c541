/** What a client secret would be asked for, each part by itself: by the app, whose settings say it. */
import type { RealtimeEndpoint } from '../../../src/realtime/endpoint.ts';
import type { Settings } from '../../../src/settings/keys.ts';
import { type Look, seen, then } from '../look.ts';
import type { SettingsFacts } from './settings-facts.ts';

export interface RequestFacts {
  endpoint(): Promise<Look<RealtimeEndpoint>>;
  /** As it would be in `session.model`. */
  deploymentName(): Promise<Look<string>>;
  tokenScope(): Promise<Look<string>>;
  /** Pages that may call. */
  allowedOrigins(): Promise<Look<readonly string[]>>;
  /** How much one caller may mint. */
  callerQuota(): Promise<Look<Settings['quota']>>;
}

export function createAppRequest({ setting }: Pick<SettingsFacts, 'setting'>): RequestFacts {
  return {
    endpoint: () => setting('endpoint'),
    deploymentName: () => setting('deployment'),
    tokenScope: () =>
      then(setting('tokenScope'), (scope) =>
        then(setting('endpoint'), async ({ cloud }) => seen(scope ?? cloud.tokenScopes[0])),
      ),
    allowedOrigins: () => setting('cors:origins'),
    callerQuota: () => setting('quota'),
  };
}
