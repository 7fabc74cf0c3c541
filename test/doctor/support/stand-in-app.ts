/** Plays the function app where a scenario is not about it: it answers by the settings of the store, as the app would. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { ACCOUNT_NAME, ACCOUNT_RESOURCE_ID, IDENTITY_OBJECT_ID } from '../../../local/azure/foundation/directory.ts';
import { HANG_UP } from '../../../local/azure/openai/mint-errors.ts';
import { listen } from '../../support/loopback-server.ts';

export interface StandInApp {
  /** What readyz answers from now on. */
  says(ready: Partial<Ready>): void;
  /** What it tells an operator of its calls from now on. */
  sweeps(calls: Partial<Calls>): void;
  stop(): Promise<void>;
}

interface Ready {
  readonly failing: readonly string[];
  readonly warnings: readonly string[];
}

interface Calls {
  readonly sweptBy: 'timer' | 'requests' | 'nobody';
  readonly heartbeat: 'read' | 'absent' | 'unread';
  readonly sweepAgeSeconds: number;
}

/** It takes the place of the app in the emulated subscription. */
export async function startStandInApp(azure: EmulatedAzure): Promise<StandInApp> {
  const origins = (): readonly string[] => JSON.parse(azure.settings.get('realtime:cors:origins') ?? '[]');
  const isRealtime = (): boolean => {
    const name = azure.settings.get('realtime:deployment') ?? '';
    const deployment = azure.subscription.findAccount(ACCOUNT_NAME)?.deployments.get(name);
    return deployment?.model.name.includes('realtime') ?? false;
  };
  /** A caller with any token is served what the deployment can give. */
  const mint = (authorization: string | undefined): [number, unknown] => {
    if (authorization === undefined) return [401, { code: 'unauthenticated' }];
    return isRealtime()
      ? [200, { value: 'ek_of_the_stand_in', model: azure.settings.get('realtime:deployment') }]
      : [502, { code: 'deployment_not_realtime' }];
  };
  let ready: Ready = { failing: [], warnings: [] };
  let calls: Calls = { sweptBy: 'timer', heartbeat: 'read', sweepAgeSeconds: 12 };
  /** Started anew, by hand or by a changed setting, it sweeps as its settings say. */
  const swept = (): Calls => {
    const { restarts, appSettings } = azure.subscription.site;
    if (restarts === 0) return calls;
    const isNamed = calls.sweptBy !== 'nobody' || appSettings['AzureWebJobsStorage__accountName'] !== undefined;
    const isOn = calls.sweptBy !== 'requests' || appSettings['CALLS_SWEEP'] === 'on';
    return isNamed && isOn ? { sweptBy: 'timer', heartbeat: 'read', sweepAgeSeconds: 1 } : calls;
  };
  /** As a sweep that asks each minute would have found it. */
  const forbidden = (): readonly string[] => {
    const question = { principalId: IDENTITY_OBJECT_ID, kind: 'dataActions', action: HANG_UP.action } as const;
    const isAllowed = azure.subscription.roles.allow({ ...question, scope: ACCOUNT_RESOURCE_ID });
    return azure.switches.get('calls.hangupIdentity') === 'accepted' || isAllowed ? [] : [azure.urls.openai];
  };
  const details = () => ({
    calls: { ...swept(), hangUpForbidden: forbidden(), hangUpLacks: HANG_UP.action, hangUpConfirmed: [] },
  });
  const allow = ({ origin = '', ...asked }: IncomingHttpHeaders): Readonly<Record<string, string>> => {
    const allowedHeaders = asked['access-control-request-headers'] ?? '';
    const cors = { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Headers': allowedHeaders };
    return origins().includes(origin) ? cors : {};
  };
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const answer = (status: number, body: unknown, more: Readonly<Record<string, string>> = {}) =>
      response.writeHead(status, { 'Content-Type': 'application/json', ...more }).end(JSON.stringify(body));
    // As the platform answers for an app that somebody stopped.
    if (azure.subscription.site.state === 'Stopped') answer(403, {});
    else if (method === 'OPTIONS') {
      answer(200, {}, allow(headers));
    } else if (url === '/api/healthz') answer(200, { status: 'ok', version: '0.1.0' });
    else if (url === '/api/readyz') {
      const told = headers.authorization === undefined ? ready : { ...ready, details: details() };
      answer(ready.failing.length > 0 ? 503 : 200, told);
    } else answer(...mint(headers.authorization));
  });
  const { port, close } = await listen(server);
  azure.subscription.site.host = `127.0.0.1:${port}`;
  return {
    says: (more) => {
      ready = { ...ready, ...more };
    },
    sweeps: (more) => {
      calls = { ...calls, ...more };
    },
    stop: close,
  };
}
