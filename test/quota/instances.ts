/** Several processes of the bundle that ships, sharing one Azurite and one emulated Azure. */
import { TableClient } from '@azure/data-tables';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import type { RunningHost } from '../../local/host/start-host.ts';
import { parseIssuedText } from '../../src/azure/issued-text.ts';
import { TABLE_NAME } from '../../src/azure/quota-table.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { startTestHost } from '../support/start-test-host.ts';

export interface Instances {
  readonly azure: EmulatedAzure;
  readonly hosts: readonly RunningHost[];
  /** One more, with an environment of its own on top. */
  add(environment?: Readonly<Record<string, string>>): Promise<RunningHost>;
  /** Of each caller, by pseudonym, the units that stand in the table. */
  unitsTaken(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

export interface MintResult {
  readonly status: number;
  readonly code: unknown;
  readonly policy: string | null;
}

export interface Minted {
  readonly issued: number;
  /** Answers 503: each may have taken a unit that nobody got a secret for. */
  readonly unavailable: number;
}

export async function startInstances(settings: Readonly<Record<string, string>>): Promise<Instances> {
  const azure = await startTestAzure({ storage: true, settings });
  const hosts: RunningHost[] = [];
  return {
    azure,
    hosts,
    async add(environment) {
      const host = await startTestHost(azure, environment);
      hosts.push(host);
      return host;
    },
    async unitsTaken() {
      const connection = connectionOf(azure.urls.storage ?? '');
      const client = TableClient.fromConnectionString(connection, TABLE_NAME, { allowInsecureConnection: true });
      const units = new Map<string, number>();
      for await (const { partitionKey = '', issued } of client.listEntities<{ issued: string }>()) {
        units.set(partitionKey, parseIssuedText(issued)?.length ?? Number.NaN);
      }
      return units;
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.stop()));
      await azure.stop();
    },
  };
}

export async function mintAt(
  host: RunningHost,
  authorization: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<MintResult> {
  const response = await fetch(`${host.url}/api/realtime/client_secrets`, {
    method: 'POST',
    headers: { Authorization: authorization, ...headers },
  });
  const { code } = (await response.json()) as { code?: unknown };
  return { status: response.status, code, policy: response.headers.get('ratelimit-policy') };
}

/** Mints as fast as it can, several at a time, until the quota is used up. */
export async function mintUntilExhausted(
  host: RunningHost,
  authorization: string,
  atATime = 2,
  headers: Readonly<Record<string, string>> = {},
): Promise<Minted> {
  async function mintOn(): Promise<Minted> {
    let [issued, unavailable] = [0, 0];
    for (;;) {
      const { status, code } = await mintAt(host, authorization, headers);
      if (status === 200) issued += 1;
      else if (code === 'quota_exceeded') return { issued, unavailable };
      // Whoever lost too many races in a row comes again, as a client would.
      else if (code === 'quota_unavailable') unavailable += 1;
      else throw new Error(`A mint was answered ${status} ${String(code)}.`);
    }
  }
  return sumOf(await Promise.all(Array.from({ length: atATime }, mintOn)));
}

export function sumOf(all: readonly Minted[]): Minted {
  return all.reduce((sum, { issued, unavailable }) => ({
    issued: sum.issued + issued,
    unavailable: sum.unavailable + unavailable,
  }));
}
