/** Starts the playground beside an emulated Azure, and lets its origin call the endpoint. */

import { parseJson, valueAt } from '../../../src/lib/json.ts';
import type { EmulatedAzure } from '../../azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_RESOURCE_ID,
  IDENTITY_OBJECT_ID,
  RESOURCE_GROUP,
  SUBSCRIPTION_ID,
} from '../../azure/foundation/directory.ts';
import { BICEP_ACCOUNT } from '../../azure/subscription/account.ts';
import { startHttpServer } from '../../kit/http-server.ts';
import type { PageConfig } from '../page-config.ts';
import { buildPage } from './build-page.ts';
import { createPageService } from './page-service.ts';

export interface PageOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly azure: Pick<EmulatedAzure, 'control' | 'settings' | 'urls' | 'elsewhere'>;
  /** Of the functions, once they serve: `http://localhost:7071/api`. */
  readonly endpoint: () => string;
  /** Whose pages may call the endpoint too. */
  readonly origins?: readonly string[];
}

export interface ServedPage {
  /** `http://localhost:<port>`: a microphone needs a secure context, and a browser takes this name for one. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Who needs the page's port, in a sentence. */
export const THE_PLAYGROUND = 'the playground';

const PROFILE_KEY = /^realtime:profiles:([^:]+)$/;
const DEFAULT_PROFILE = 'default';

/** @throws {PortTakenError} for {@link THE_PLAYGROUND} */
export async function startPage({ port, azure, endpoint, origins = [] }: PageOptions): Promise<ServedPage> {
  const config = (): PageConfig => ({
    endpoint: endpoint(),
    callsUrl: `${azure.urls.openai}/openai/v1/realtime/calls`,
    targets: toTargets(azure),
    names: {
      $RG: RESOURCE_GROUP,
      $ACC: ACCOUNT_NAME,
      $ID: ACCOUNT_RESOURCE_ID,
      $LOC: BICEP_ACCOUNT.location,
      $STORE: azure.urls.appConfiguration,
      $PRINCIPAL: IDENTITY_OBJECT_ID,
      $SUB: SUBSCRIPTION_ID,
    },
    profiles: profileNames(azure.settings),
    liveProfiles: profileNames(azure.settings).filter((name) => isLive(azure.settings, name)),
  });
  const handle = createPageService({ files: await buildPage(), config, control: azure.control });
  const server = await startHttpServer({ service: THE_PLAYGROUND, port, handle });
  const own = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${server.port}`);
  azure.settings.setAtStart('realtime:cors:origins', JSON.stringify([...own, ...origins]));
  return { url: `http://localhost:${server.port}`, stop: server.stop };
}

/** The first account’s region before the others. */
function toTargets({ urls, elsewhere }: PageOptions['azure']): string {
  const accounts = [{ region: BICEP_ACCOUNT.location, url: urls.openai }, ...elsewhere];
  return JSON.stringify(accounts.map(({ region: name, url }) => ({ name, endpoint: url })));
}

function profileNames(settings: EmulatedAzure['settings']): readonly string[] {
  const named = settings.list().flatMap(({ key, label }) => {
    const name = label === null ? PROFILE_KEY.exec(key)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
  return [...new Set([DEFAULT_PROFILE, ...named])];
}

function isLive(settings: EmulatedAzure['settings'], profile: string): boolean {
  const stored = settings.list().find(({ key, label }) => label === null && key === `realtime:profiles:${profile}`);
  return stored !== undefined && valueAt(parseJson(stored.value), ['api']) === 'live';
}
