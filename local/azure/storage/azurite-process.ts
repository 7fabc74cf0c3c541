/**
 * Entry of the process that is this machine's Table storage: Azurite's table service from its npm package, in memory,
 * on loopback. Started through its classes, because its command does not say which free port it took; so nothing
 * starts its telemetry.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import Module, { createRequire, flushCompileCache } from 'node:module';
import { whyForeign } from '../../kit/guard.ts';
import { toParameters } from './azurite-parameters.ts';
import type { StorageMessage } from './storage-message.ts';

/** What is used of Azurite, which has no types. */
interface TableServer {
  start(): Promise<void>;
  close(): Promise<void>;
  /** `http://127.0.0.1:<port>` */
  getHttpServerAddress(): string;
  readonly httpServer: Server;
}
interface Azurite {
  readonly default: new (...args: readonly unknown[]) => TableServer;
}

const require = createRequire(import.meta.url);
const azurite = require.resolve('azurite/dist/src/table/TableServer.js');
// Telemetry that nothing starts is 1,800 files, two thirds of what this process would take to be up.
const telemetry = createRequire(azurite).resolve('applicationinsights');
require.cache[telemetry] = Object.assign(new Module(telemetry), { exports: {}, loaded: true });
const { default: TableConfiguration } = require('azurite/dist/src/table/TableConfiguration.js') as Azurite;
const { default: TableServerClass } = require(azurite) as Azurite;
// Where there is a cache of compiled code (NODE_COMPILE_CACHE): this process is ended by SIGKILL, which leaves no time for it.
flushCompileCache();

const send = (message: StorageMessage, sent: () => void = () => undefined): void => void process.send?.(message, sent);

const server = new TableServerClass(new TableConfiguration(...toParameters(Number(process.argv[2] ?? 0))));
// Everybody knows its key, so that a page could sign requests: it gets no further than to the rest of this Azure.
const listeners = server.httpServer.listeners('request');
server.httpServer.removeAllListeners('request');
server.httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
  if (whyForeign(request.method, request.headers) !== undefined) response.writeHead(403).end();
  else for (const listener of listeners) listener.call(server.httpServer, request, response);
});
// Ctrl-C reaches the whole process group; the parent decides what happens.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
try {
  await server.start();
  send({ type: 'listening', url: server.getHttpServerAddress() });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  send({ type: 'failed', code, message }, () => process.exit(1));
}
