/** Serves one example on an origin of its own, for the person at this machine and nobody else. */
import { withoutForeigners } from '../../local/kit/guard.ts';
import { startHttpServer } from '../../local/kit/http-server.ts';
import { type Answer, answer, type Handler, type HttpExchange, json } from '../../local/kit/reply.ts';
import { buildFiles, type Files } from './build-files.ts';
import { createLocalBackend } from './local-backend.ts';
import { type NpmStart, readdress } from './npm-start.ts';

/** Folders of `examples`. */
export const EXAMPLES = ['plain-html', 'react', 'openai-node', 'agents', 'backend'] as const;
export type ExampleName = (typeof EXAMPLES)[number];

export interface ExampleOptions {
  readonly name: ExampleName;
  /** 0 takes any free one. */
  readonly port: number;
  /** Asked for at each request: `npm start` may begin later. */
  readonly npmStart: () => NpmStart;
}

export interface ServedExample {
  /** `http://localhost:<port>`: a microphone needs a secure context, and a browser takes this name for one. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** @throws {PortTakenError} for the example */
export async function startExample({ name, port, npmStart }: ExampleOptions): Promise<ServedExample> {
  const files = await buildFiles(`examples/${name}`);
  const backend: Handler = name === 'backend' ? createLocalBackend(npmStart) : nothing;
  const handle: Handler = (exchange) => findFile(files, exchange, npmStart()) ?? backend(exchange);
  const server = await startHttpServer({ service: 'the example', port, handle: withoutForeigners(handle) });
  return { origin: `http://localhost:${server.port}`, stop: server.stop };
}

function findFile(files: Files, { method, url }: HttpExchange, npmStart: NpmStart): Answer | undefined {
  const file = method === 'GET' || method === 'HEAD' ? files.get(url.pathname) : undefined;
  // The next example may have another page on the same port.
  const headers = { 'content-type': file?.type ?? '', 'cache-control': 'no-store' };
  return file && answer(200, readdress(file.body, npmStart), headers);
}

function nothing(): Answer {
  return json(404, { error: 'There is nothing here.' });
}
