/** A deployment that versions of the app come and go in: its store, its table and its names stay. */
import { type GetTableEntityResponse, TableClient } from '@azure/data-tables';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import type { RunningHost } from '../../local/host/start-host.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { startTestHost } from '../support/start-test-host.ts';
import { type Asked, bearerOf, type CallerName } from './callers.ts';
import type { Written } from './operator.ts';
import { type RealNames, startRealNames } from './real-names.ts';

/** What a caller and Azure OpenAI see of a request, and what the log says of the caller. */
export interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly caller: unknown;
  readonly allowedOrigin: string | null;
  readonly policy: string | null;
  /** By policy. */
  readonly remaining: Readonly<Record<string, number>>;
  readonly sent: readonly unknown[];
}

/** A row as the table has it, types included. */
export interface Row {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly format: Edm;
  readonly issued: Edm;
}
type Edm = { readonly type: string; readonly value: string };

export interface Deployment {
  readonly azure: EmulatedAzure;
  readonly table: TableClient;
  /** Instead of what is in the store. */
  write(settings: readonly Written[]): void;
  /** One more process. @param app the folder of a version's app; this one's by default */
  start(app?: string, environment?: Readonly<Record<string, string>>): Promise<RunningHost>;
  ask(host: RunningHost, asked: Asked): Promise<Answer>;
  /** How many secrets a caller gets before the quota refuses one, several requests at a time at each host. */
  mintAll(hosts: readonly RunningHost[], caller: CallerName): Promise<number>;
  rows(): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

const AT_A_TIME = 2;

export async function startDeployment(settings: readonly Written[]): Promise<Deployment> {
  const azure = await startTestAzure({ storage: true });
  const names = await startRealNames(azure);
  const hosts: RunningHost[] = [];
  const table = TableClient.fromConnectionString(connectionOf(azure.urls.storage ?? ''), 'realtimequota', {
    allowInsecureConnection: true,
  });

  function write(written: readonly Written[]): void {
    azure.settings.replaceAll({});
    for (const { key, value, content_type } of written)
      azure.settings.set(key, value, undefined, content_type ?? undefined);
  }

  async function mint(host: RunningHost, { caller, origin, body = {} }: Asked) {
    const response = await fetch(`${host.url}/api/realtime/client_secrets`, {
      method: 'POST',
      headers: {
        Authorization: bearerOf(names.key, caller),
        'Content-Type': 'application/json',
        ...(origin === undefined ? {} : { Origin: origin }),
      },
      body: JSON.stringify(body),
    });
    const { code } = (await response.json()) as { code?: unknown };
    return { status: response.status, code, headers: response.headers };
  }

  async function mintOn(host: RunningHost, caller: CallerName): Promise<number> {
    for (let issued = 0; ; ) {
      const { status, code } = await mint(host, { caller });
      if (status === 200) issued += 1;
      else if (code === 'quota_exceeded') return issued;
      // Whoever lost too many races in a row comes again, as a client would.
      else if (code !== 'quota_unavailable') throw new Error(`A mint was answered ${status} ${String(code)}.`);
    }
  }

  write(settings);
  return {
    azure,
    table,
    write,
    async start(app = '.', environment = {}) {
      const host = await startTestHost(azure, { ...names.environment, ...environment }, false, app);
      hosts.push(host);
      return host;
    },
    async ask(host, asked) {
      const before = names.sent.length;
      const { status, code, headers } = await mint(host, asked);
      return {
        status,
        code,
        caller: await callerIn(host, headers.get('x-request-id')),
        allowedOrigin: headers.get('access-control-allow-origin'),
        policy: headers.get('ratelimit-policy'),
        remaining: remainingIn(headers.get('ratelimit') ?? ''),
        sent: names.sent.slice(before),
      };
    },
    async mintAll(all, caller) {
      const minters = all.flatMap((host) => Array.from({ length: AT_A_TIME }, () => mintOn(host, caller)));
      return (await Promise.all(minters)).reduce((sum, count) => sum + count, 0);
    },
    async rows() {
      const rows: Row[] = [];
      for await (const { partitionKey = '', rowKey = '', format, issued } of table.listEntities<
        GetTableEntityResponse<Pick<Row, 'format' | 'issued'>>
      >({ disableTypeConversion: true }))
        rows.push({ partitionKey, rowKey, format, issued });
      return rows;
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.stop()));
      await stopNames(names, azure);
    },
  };
}

async function stopNames(names: RealNames, azure: EmulatedAzure): Promise<void> {
  await names.stop();
  await azure.stop();
}

/** By the line of that request. */
async function callerIn(host: RunningHost, requestId: string | null): Promise<unknown> {
  const until = performance.now() + 5_000;
  while (performance.now() < until) {
    const line = host.logs.find(
      ({ message }) => message.includes('"event":"mint"') && message.includes(`"${requestId}"`),
    );
    if (line) return (JSON.parse(line.message) as Readonly<Record<string, unknown>>)['caller'];
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`The host wrote no line about request ${requestId}.`);
}

function remainingIn(field: string): Readonly<Record<string, number>> {
  return Object.fromEntries([...field.matchAll(/"([^"]+)";r=(\d+)/g)].map(([, name, left]) => [name, Number(left)]));
}
