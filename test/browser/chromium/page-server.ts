/** An origin of its own on loopback for a test's page, which has one script and nothing else. */
import { createServer } from 'node:http';
import { listen } from '../../support/loopback-server.ts';

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startPageServer(script: string): Promise<PageServer> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': [
      'text/html',
      '<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="data:,"><script src="/page.js"></script>',
    ],
    '/page.js': ['text/javascript', script],
  };
  const server = createServer(({ url = '' }, response) => {
    const [type, body] = files[url] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  const { port, close } = await listen(server);
  return { origin: `http://localhost:${port}`, close };
}
