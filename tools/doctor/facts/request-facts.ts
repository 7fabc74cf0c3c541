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

export function createAppRequest({ settings }: Pick<SettingsFacts, 'settings'>): RequestFacts {
  const part = <T>(pick: (found: Settings) => T) => then(settings(), async (found) => seen(pick(found)));
  return {
    endpoint: () => part(({ endpoint }) => endpoint),
    deploymentName: () => part(({ deployment }) => deployment),
    tokenScope: () => part(({ tokenScope }) => tokenScope),
    allowedOrigins: () => part((found) => found['cors:origins']),
    callerQuota: () => part(({ quota }) => quota),
  };
}
