import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitUntilReady } from '../../../../local/start/wait-until-ready.ts';

let server: Server;
let answers: [number, string][];
let url: string;

beforeEach(async () => {
  server = createServer((_request, response) => {
    const [status, body] = answers.shift() ?? [200, ''];
    response.writeHead(status, { connection: 'close' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => server.close());

describe('waiting until the functions are ready', () => {
  test('ends as soon as they say so', async () => {
    answers = [
      [503, 'not yet'],
      [503, 'not yet'],
    ];
    await expect(waitUntilReady({ url, limitMs: 60_000, intervalMs: 1 })).resolves.toBeUndefined();
  });

  test('tells the last answer when the limit has passed', async () => {
    answers = [[503, 'no endpoint is set']];
    await expect(waitUntilReady({ url, limitMs: 0 })).resolves.toBe('503 no endpoint is set');
  });

  test('says that nothing answers', async () => {
    server.close();
    await expect(waitUntilReady({ url, limitMs: 0 })).resolves.toBe('no answer');
  });
});
