/**
 * A port that is taken, below those that the system hands out by itself (32,768 and up on Linux): the ones after it
 * are free then, whatever other tests have open at the moment.
 */
import { createServer, type Server } from 'node:net';

export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

const FIRST = 20_000;
const SPAN = 12_000;

export async function holdPort(): Promise<HeldPort> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * SPAN);
    const holder = await listen(port);
    if (holder) return { port, release: () => new Promise((resolve) => holder.close(() => resolve())) };
  }
}

/** `undefined` where somebody else has it. */
function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
