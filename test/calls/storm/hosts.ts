/** Two instances of the bundle that ships. One that is killed is started again, and nobody asks it meanwhile. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { type RunningHost, startHost } from '../../../local/host/start-host.ts';

export interface Hosts {
  /** One that serves, if there is one. */
  any(): RunningHost | undefined;
  /** By SIGKILL; resolves when the next one serves in its place. */
  kill(): Promise<void>;
  kills(): number;
  /** Of all that serve, and of those that start later. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startHosts(azure: EmulatedAzure, count: number): Promise<Hosts> {
  const serving: RunningHost[] = await Promise.all(Array.from({ length: count }, () => start(azure)));
  const starting = new Set<Promise<void>>();
  let movedMs = 0;
  let kills = 0;

  async function add(): Promise<void> {
    const host = await start(azure);
    if (movedMs > 0) await host.advance(movedMs);
    serving.push(host);
  }

  return {
    any: () => serving[Math.floor(Math.random() * serving.length)],
    kills: () => kills,
    async kill() {
      const [host] = serving.splice(Math.floor(Math.random() * serving.length), 1);
      if (!host) return;
      kills += 1;
      process.kill(host.pid, 'SIGKILL');
      const again = host.exited.then(add).finally(() => starting.delete(again));
      starting.add(again);
      await again;
    },
    async advance(ms) {
      movedMs += ms;
      await Promise.all(serving.map((host) => host.advance(ms)));
    },
    async stop() {
      await Promise.all(starting);
      await Promise.all(serving.map((host) => host.stop()));
    },
  };
}

function start({ environment }: EmulatedAzure): Promise<RunningHost> {
  return startHost({ environment, movableClock: true });
}
