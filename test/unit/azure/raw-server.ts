/** A TCP server on the loopback interface that answers with bytes that no polite server would send. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly port: number;
  /** Those that came, in order; none is taken away when it ends. */
  readonly connections: readonly Socket[];
  close(): Promise<void>;
}

/** @param onRequest is given each piece that arrives; a request of a few bytes arrives in one. */
export async function startRawServer(
  onRequest: (socket: Socket, text: string) => void,
  {
    host = '127.0.0.1',
    onConnection = () => undefined,
  }: { host?: string; onConnection?: (socket: Socket) => void } = {},
): Promise<RawServer> {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    // What the other side does to it is what the tests are about.
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => onRequest(socket, bytes.toString('latin1')));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** However it ended. */
export async function hasClosed(socket: Socket | undefined): Promise<void> {
  if (socket?.closed === false) await new Promise((resolve) => socket.once('close', resolve));
}
