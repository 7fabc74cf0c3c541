import { type Call, createClient } from './client.ts';
import type { Host } from './packages.ts';

/** In milliseconds, from the start of a host to its first answer; the host is stopped afterwards. */
export async function timeFirstAnswer(start: () => Promise<Host>, call: (url: string) => Call): Promise<number> {
  const client = createClient(1);
  const startedAt = performance.now();
  const host = await start();
  try {
    await client.send(call(host.url));
    return performance.now() - startedAt;
  } finally {
    client.close();
    await host.stop();
  }
}
