/** How connections come about, are kept, and break. Every server is a real one on loopback. */
import dns from 'node:dns';
import { createServer } from 'node:https';
import tls from 'node:tls';
import { createCertificate } from '../../../local/azure/foundation/certificate.ts';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import { type HttpRequest, UNTRUSTED_CERTIFICATE } from '../../../src/lib/http.ts';
import { aClosedPort, listen } from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { hasClosed, type RawServer, startRawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';
const servers: RawServer[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function aServer(...options: Parameters<typeof startRawServer>): Promise<RawServer> {
  const server = await startRawServer(...options);
  servers.push(server);
  return server;
}

function request(port: number, overrides: Partial<HttpRequest> = {}): HttpRequest {
  const signal = new AbortController().signal;
  return {
    url: `http://127.0.0.1:${port}/`,
    method: 'POST',
    headers: {},
    body: 'x',
    signal,
    maxBytes: 1_000,
    ...overrides,
  };
}

describe('without a connection', () => {
  test('nothing was sent to a port that is closed', async () => {
    const sent = await createHttpClient()(request(await aClosedPort()));
    expect(errorOf(sent)).toEqual({ code: 'ECONNREFUSED', neverConnected: true });
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('nothing was sent to a name that gives %s', async (code) => {
    jest.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, found: (error: Error) => void) => {
      found(Object.assign(new Error(), { code, syscall: 'getaddrinfo' }));
    }) as unknown as typeof dns.lookup);
    const sent = await createHttpClient()(request(1, { url: 'http://no-such.example/' }));
    expect(errorOf(sent)).toEqual({ code, neverConnected: true });
  });

  test('nothing was sent to a name whose addresses all refuse, and one that answers is enough', async () => {
    const [closed, open] = [await aClosedPort(), await aServer((socket) => socket.write(OK))];
    jest.spyOn(dns, 'lookup').mockImplementation(((
      _name: string,
      _options: object,
      found: (...all: unknown[]) => void,
    ) =>
      found(null, [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ])) as unknown as typeof dns.lookup);
    const sendTo = (port: number) => createHttpClient()(request(port, { url: `http://two.example:${port}/` }));
    expect(errorOf(await sendTo(closed))).toEqual({ code: 'ECONNREFUSED', neverConnected: true });
    expect(unwrap(await sendTo(open.port)).body).toBe('x');
  });

  test('nothing reaches a host whose certificate is not trusted; trusted, it answers', async () => {
    const certificate = await createCertificate();
    const asked: (string | undefined)[] = [];
    const server = createServer(certificate.tls, ({ url }, response) => {
      asked.push(url);
      response.end('x');
    });
    const { port, close } = await listen(server);
    const before = tls.getCACertificates('default');
    try {
      const to = (path: string) => request(port, { url: `https://127.0.0.1:${port}${path}` });
      const { code } = errorOf(await createHttpClient()(to('/untrusted')));
      expect(code).toMatch(UNTRUSTED_CERTIFICATE);
      tls.setDefaultCACertificates([certificate.pem]);
      expect(unwrap(await createHttpClient()(to('/trusted'))).body).toBe('x');
      expect(asked).toEqual(['/trusted']);
    } finally {
      tls.setDefaultCACertificates(before);
      await close();
      await certificate.remove();
    }
  });

  test('a server that speaks no TLS is no connection that is known to be none', async () => {
    const { port } = await aServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const sent = await createHttpClient()(request(port, { url: `https://127.0.0.1:${port}/` }));
    expect(errorOf(sent)).toEqual({ code: expect.stringMatching(/^E/), neverConnected: false });
  });
});

describe('a deadline', () => {
  test('that has passed sends nothing', async () => {
    const server = await aServer((socket) => socket.write(OK));
    const sent = await createHttpClient()(request(server.port, { signal: AbortSignal.abort() }));
    expect(errorOf(sent).neverConnected).toBe(false);
    expect(server.connections).toHaveLength(0);
  });

  test.each([
    ['during the TLS handshake', 'https', ''],
    ['before the headers', 'http', ''],
    ['in the headers', 'http', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['before the body', 'http', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
    ['in the body', 'http', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'],
    ['in a chunk', 'http', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx'],
  ])('that comes %s ends the request and its connection', async (_when, scheme, answer) => {
    const deadline = new AbortController();
    const server = await aServer((socket) => socket.write(answer, () => deadline.abort()));
    const url = `${scheme}://127.0.0.1:${server.port}/`;
    const sent = await createHttpClient()(request(server.port, { url, signal: deadline.signal }));
    expect(errorOf(sent).neverConnected).toBe(false);
    await hasClosed(server.connections[0]);
  });
});

describe('an answer that is none', () => {
  test.each([
    ['ends before it begins', '', 'ECONNRESET'],
    ['ends in its headers', 'HTTP/1.1 200 OK\r\nContent-Le', 'ECONNRESET'],
    ['ends in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx', 'ECONNRESET'],
    ['ends in its chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx', 'ECONNRESET'],
    ['is no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', 'HPE_INVALID_CONSTANT'],
    ['has a header of 20 KB', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}\r\n\r\nx`, 'HPE_HEADER_OVERFLOW'],
    ['has a chunk of no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'HPE_INVALID_CHUNK_SIZE'],
    [
      'has two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
      'HPE_INVALID_TRANSFER_ENCODING',
    ],
    [
      'changes the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      undefined,
    ],
  ])('because it %s, is not known to be of a request that was never sent', async (_why, answer, code) => {
    const requests: string[] = [];
    const { port } = await aServer((socket, text) => {
      requests.push(text);
      socket.end(answer);
    });
    expect(errorOf(await createHttpClient()(request(port)))).toEqual({ code, neverConnected: false });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['comes after 103', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`],
    ['comes after a 100 that nobody waits for', `HTTP/1.1 100 Continue\r\n\r\n${OK}`],
    ['ends with its connection', 'HTTP/1.1 200 OK\r\n\r\nx'],
    ['is of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nx'],
    ['has no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx'],
    ['has one chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'],
  ])('is one where it %s', async (_how, answer) => {
    const { port } = await aServer((socket) => socket.end(answer));
    expect(unwrap(await createHttpClient()(request(port)))).toMatchObject({ status: 200, body: 'x' });
  });

  test('is one where it comes before the request, as from a server that refuses all', async () => {
    const early = 'HTTP/1.1 503 Busy\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx';
    const { port } = await aServer(() => undefined, { onConnection: (socket) => socket.end(early) });
    const sent = await createHttpClient()(request(port, { body: 'x'.repeat(100_000) }));
    expect(unwrap(sent)).toMatchObject({ status: 503, body: 'x' });
  });
});
