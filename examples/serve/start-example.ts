/** Serves one example on an origin of its own, for the person at this machine and nobody else. */
import { withoutForeigners } from '../../local/kit/guard.ts';
import { startHttpServer } from '../../local/kit/http-server.ts';
import { answer, type Handler, json } from '../../local/kit/reply.ts';
import { buildFiles, type Files } from './build-files.ts';
import { type NpmStart, readdress } from './npm-start.ts';

/** Folders of `examples`. */
export const EXAMPLES = ['plain-html', 'react', 'openai-node', 'agents'] as const;
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
  const pages = servePages(await buildFiles(`examples/${name}`), npmStart);
  const server = await startHttpServer({ service: 'the example', port, handle: withoutForeigners(pages) });
  return { origin: `http://localhost:${server.port}`, stop: server.stop };
}

function servePages(files: Files, npmStart: () => NpmStart): Handler {
  return ({ method, url }) => {
    const file = files.get(url.pathname);
    if (!file) return json(404, { error: 'There is nothing here.' });
    if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'Use GET.' }, { allow: 'GET, HEAD' });
    // The next example may have another page on the same port.
    return answer(200, readdress(file.body, npmStart()), { 'content-type': file.type, 'cache-control': 'no-store' });
  };
}
