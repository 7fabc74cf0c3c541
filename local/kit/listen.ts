/** A port of this machine, and the error if it is taken. */
import type { AddressInfo, Server } from 'node:net';

/** No other machine reaches what listens here. */
const LOOPBACK = '127.0.0.1';

/** Whoever catches this knows which option of which command chooses another port. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;
  /** In a sentence: “the playground”. */
  readonly needed: string;

  constructor(needed: string, port: number, cause?: unknown) {
    super(`Port ${port} for ${needed} is taken or not allowed.`, { cause });
    this.port = port;
    this.needed = needed;
  }

  /** @param command with the option that chooses another port */
  advising(command: string): string {
    return `${this.message} Stop what holds it, or choose another: ${command} (0 takes a free one).`;
  }
}

/**
 * Port 0 takes any free one; the answer is the port that was taken.
 * @throws {PortTakenError} with what needed the port
 */
export function listen(server: Server, port: number, needed: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      reject(isTaken(error.code) ? new PortTakenError(needed, port, error) : error);
    server.once('error', failed);
    server.listen(port, LOOPBACK, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

export function isTaken(code: string | undefined): boolean {
  return code === 'EADDRINUSE' || code === 'EACCES';
}
