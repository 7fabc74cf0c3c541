/** What our own requests send, and what is read of an answer. Every server is a real one on loopback. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import type { HttpRequest } from '../../../src/lib/http.ts';
import { json, type LoopbackServer, type Respond, startLoopbackServer, text } from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { startRawServer } from './raw-server.ts';

const LIMIT = 1_000;

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

const sendRequest = createHttpClient();
function send(request: Partial<HttpRequest> = {}) {
  const signal = new AbortController().signal;
  return sendRequest({
    url: `${server.origin}/a?b=c#d`,
    method: 'GET',
    headers: {},
    signal,
    maxBytes: LIMIT,
    ...request,
  });
}

const bytes = (body: Buffer, headers: Readonly<Record<string, string>>, status = 200): Respond => {
  return (response) => response.writeHead(status, headers).end(body);
};

describe('a request', () => {
  test('is sent as it is, with its length', async () => {
    server.answers(json(200, {}));
    await send({ method: 'POST', headers: { Authorization: 'Bearer t', 'Content-Type': 'text/plain' }, body: 'é' });
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/a?b=c',
        body: 'é',
        headers: {
          accept: '*/*',
          'accept-encoding': 'identity',
          authorization: 'Bearer t',
          connection: 'keep-alive',
          'content-length': '2',
          'content-type': 'text/plain',
          host: new URL(server.origin).host,
          'user-agent': 'realtime-token-endpoint',
        },
      },
    ]);
  });

  test('may say itself what it accepts', async () => {
    server.answers(json(200, {}));
    await send({ headers: { Accept: 'application/json' } });
    expect(server.requests).toMatchObject([{ method: 'GET', headers: { accept: 'application/json' }, body: '' }]);
  });

  test.each(['[::1]', 'localhost'])('reaches a host that is called %s', async (host) => {
    const asked: string[] = [];
    const other = await startRawServer(
      (socket, request) => {
        asked.push(request);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
      },
      { host: host === 'localhost' ? '127.0.0.1' : '::1' },
    );
    try {
      expect(unwrap(await send({ url: `http://${host}:${other.port}/` })).body).toBe('x');
      expect(asked).toEqual([expect.stringContaining(`\r\nHost: ${host}:${other.port}\r\n`)]);
    } finally {
      await other.close();
    }
  });

  test.each([
    ['a name and a password', { url: 'http://name:password@127.0.0.1/' }],
    ['a name', { url: 'http://name@127.0.0.1/' }],
    ['another protocol', { url: 'ftp://127.0.0.1/' }],
    ['no address', { url: 'nothing' }],
    ['a header that would be two', { headers: { Authorization: 'Bearer t\r\nHost: evil.example' } }],
  ])('with %s is not sent, and throws nothing', async (_what, request) => {
    expect(errorOf(await send(request)).neverConnected).toBe(false);
    expect(server.requests).toHaveLength(0);
  });
});

describe('an answer', () => {
  test.each([200, 201, 301, 302, 303, 307, 308, 400, 401, 404, 429, 500, 503])(
    'with the status %d is one, and the only one that is asked for',
    async (status) => {
      server.answers(
        text(status, 'body', { Location: `${server.origin}/elsewhere`, 'Retry-After': '20' }),
        json(200, {}),
      );
      const { headers, ...answer } = unwrap(await send());
      expect(answer).toEqual({ status, body: 'body' });
      expect([headers.get('location'), headers.get('retry-after')]).toEqual([`${server.origin}/elsewhere`, '20']);
      expect(server.requests).toHaveLength(1);
    },
  );

  test.each([204, 304])('with the status %d has no body', async (status) => {
    server.answers((response) => response.writeHead(status).end());
    expect(unwrap(await send())).toMatchObject({ status, body: '' });
  });

  test('is read up to its limit and not one byte further', async () => {
    server.answers(text(200, 'é'.repeat(LIMIT / 2)), text(200, `${'é'.repeat(LIMIT / 2)}x`));
    expect(unwrap(await send()).body).toBe('é'.repeat(LIMIT / 2));
    expect(unwrap(await send())).toMatchObject({ status: 200, body: undefined });
  });

  test('of no end is left, and its connection with it, while its status and headers count', async () => {
    let closed: Promise<void> | undefined;
    server.answers((response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(429, { 'Retry-After': '30' });
      const more = (): unknown => response.write('x'.repeat(LIMIT), more);
      more();
    });
    const { status, headers, body } = unwrap(await send());
    expect([status, headers.get('retry-after'), body]).toEqual([429, '30', undefined]);
    await closed;
  });

  test('has its characters whole where they were sent in pieces', async () => {
    const euro = Buffer.from('€');
    server.answers((response) => {
      response.writeHead(200);
      response.write(euro.subarray(0, 1), () => response.end(euro.subarray(1)));
    });
    expect(unwrap(await send()).body).toBe('€');
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['GZip', gzipSync],
  ])('that comes as %s though nobody asked for it is read, within the limit', async (coding, compress) => {
    const headers = { 'Content-Encoding': coding };
    server.answers(
      bytes(compress('x'.repeat(LIMIT)), headers),
      bytes(compress('x'.repeat(LIMIT + 1)), headers),
      bytes(compress(Buffer.alloc(50 * 1024 * 1024)).subarray(0, LIMIT), headers, 503),
    );
    expect(unwrap(await send()).body).toBe('x'.repeat(LIMIT));
    expect(unwrap(await send()).body).toBeUndefined();
    expect(unwrap(await send())).toMatchObject({ status: 503, body: undefined });
  });

  test('that is not what its encoding says is none', async () => {
    server.answers(text(200, 'plain', { 'Content-Encoding': 'gzip' }));
    expect(errorOf(await send())).toEqual({ code: 'Z_DATA_ERROR', neverConnected: false });
  });

  test.each(['identity', 'zstd'])('in the encoding %s is left as it is', async (coding) => {
    server.answers(text(200, 'plain', { 'Content-Encoding': coding }));
    expect(unwrap(await send()).body).toBe('plain');
  });
});
