/** The emulated Azure in a process of its own, and what the rows need of it. */
import { fileURLToPath } from 'node:url';
import { TOKEN_SCOPES } from '../../src/lib/clouds.ts';
import { startChild } from './child-process.ts';

export interface Azure {
  /** What a function's process needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same, for a function that tells Application Insights of it. */
  readonly environmentWithTelemetry: Readonly<Record<string, string>>;
  /** A mint as our app sends it: what a direct call and the bare forwarder send too. */
  readonly mint: { readonly url: string; readonly token: string; readonly body: string };
  callerToken(): Promise<string>;
  /** A switch of the emulated Azure. */
  setSwitch(name: string, value: string): Promise<void>;
  /** Forgets the requests so far. */
  clear(): Promise<void>;
  requests(): Promise<readonly AzureRequest[]>;
  stop(): Promise<void>;
}

export interface AzureRequest {
  readonly service: string;
  readonly path: string;
  readonly query: string;
}

interface Started {
  readonly environment: Readonly<Record<string, string>>;
  readonly urls: Readonly<Record<'openai' | 'control', string>>;
}

export async function startAzureProcess(): Promise<Azure> {
  const child = await startChild({
    entry: fileURLToPath(new URL('./azure-process.ts', import.meta.url)),
    folder: '.',
    environment: {},
  });
  // The entry is ours: what it sends is what it got of startAzure.
  const { environment: environmentWithTelemetry, urls } = child.message as Started;
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: _, ...environment } = environmentWithTelemetry;
  const control = (method: string, path: string, body?: string) =>
    fetch(urls.control + path, { method, ...(body === undefined ? {} : { body }) });
  return {
    environment,
    environmentWithTelemetry,
    mint: {
      url: `${urls.openai}/openai/v1/realtime/client_secrets`,
      token: await fetchToken(environment),
      body: JSON.stringify({
        expires_after: { anchor: 'created_at', seconds: 60 },
        session: { type: 'realtime', model: 'gpt-realtime-mini' },
      }),
    },
    callerToken: async () => (await control('POST', '/caller-token')).text(),
    setSwitch: async (name, value) => void (await control('PUT', `/switches/${name}`, value)),
    clear: async () => void (await control('DELETE', '/requests')),
    requests: async () => (await (await control('GET', '/requests')).json()) as readonly AzureRequest[],
    stop: child.stop,
  };
}

/** As @azure/identity asks for it. */
async function fetchToken(environment: Readonly<Record<string, string>>): Promise<string> {
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource: TOKEN_SCOPES[0].replace('/.default', ''),
    client_id: environment['AZURE_CLIENT_ID'] ?? '',
  });
  const headers = { 'X-IDENTITY-HEADER': environment['IDENTITY_HEADER'] ?? '' };
  const response = await fetch(`${environment['IDENTITY_ENDPOINT']}?${query}`, { headers });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
