/** An origin of its own on loopback for a test's page, which has one script and nothing else. */
import { createServer } from 'node:http';
import { listen } from '../../support/loopback-server.ts';

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export interface PageServerOptions {
  /** Of every answer, such as a policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Modules beside the script, by path. The script is a module then. */
  readonly modules?: Readonly<Record<string, string>>;
}

export async function startPageServer(script: string, options: PageServerOptions = {}): Promise<PageServer> {
  const { headers = {}, modules } = options;
  const attributes = modules ? 'type="module" src="/page.js"' : 'src="/page.js"';
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': [
      'text/html',
      `<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="data:,"><script ${attributes}></script>`,
    ],
    '/page.js': ['text/javascript', script],
  };
  const server = createServer(({ url = '' }, response) => {
    const module = modules?.[url];
    const [type, body] = module === undefined ? (files[url] ?? []) : ['text/javascript', module];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  const { port, close } = await listen(server);
  return { origin: `http://localhost:${port}`, close };
}
