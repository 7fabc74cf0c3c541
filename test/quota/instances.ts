/** Several processes of the bundle that ships, sharing one Azurite and one emulated Azure. */
import { type EmulatedAzure, startAzure } from '../../local/azure/azure.ts';
import type { RunningHost } from '../../local/host/start-host.ts';
import { startTestHost } from '../support/start-test-host.ts';

export interface Instances {
  readonly azure: EmulatedAzure;
  readonly hosts: readonly RunningHost[];
  /** One more, with an environment of its own on top. */
  add(environment?: Readonly<Record<string, string>>): Promise<RunningHost>;
  stop(): Promise<void>;
}

export interface MintResult {
  readonly status: number;
  readonly code: unknown;
  readonly policy: string | null;
}

export async function startInstances(settings: Readonly<Record<string, string>>): Promise<Instances> {
  const azure = await startAzure({ storage: true, settings });
  const hosts: RunningHost[] = [];
  return {
    azure,
    hosts,
    async add(environment) {
      const host = await startTestHost(azure, environment);
      hosts.push(host);
      return host;
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.stop()));
      await azure.stop();
    },
  };
}

export async function mintAt(host: RunningHost, authorization: string): Promise<MintResult> {
  const response = await fetch(`${host.url}/api/realtime/client_secrets`, {
    method: 'POST',
    headers: { Authorization: authorization },
  });
  const { code } = (await response.json()) as { code?: unknown };
  return { status: response.status, code, policy: response.headers.get('ratelimit-policy') };
}

/** Mints as fast as it can, several at a time, until the quota is used up; how many secrets there were. */
export async function mintUntilExhausted(host: RunningHost, authorization: string, atATime = 2): Promise<number> {
  async function mintOn(): Promise<number> {
    let issued = 0;
    for (;;) {
      const { status, code } = await mintAt(host, authorization);
      if (status === 200) issued += 1;
      else if (code === 'quota_exceeded') return issued;
      // Whoever lost too many races in a row comes again, as a client would.
      else if (code !== 'quota_unavailable') throw new Error(`A mint was answered ${status} ${String(code)}.`);
    }
  }
  const counts = await Promise.all(Array.from({ length: atATime }, mintOn));
  return counts.reduce((sum, count) => sum + count, 0);
}
