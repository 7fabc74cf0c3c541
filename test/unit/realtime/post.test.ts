import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificate } from '../../../local/azure/foundation/certificate.ts';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import { type Send, UNTRUSTED_CERTIFICATE } from '../../../src/lib/http.ts';
import { err } from '../../../src/lib/result.ts';
import { post as postTo } from '../../../src/realtime/post.ts';
import {
  aClosedPort,
  json,
  type LoopbackServer,
  reset,
  startLoopbackServer,
  text,
} from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

function post(overrides: { readonly url?: string; readonly signal?: AbortSignal } = {}) {
  const { url = `${server.origin}/mint`, signal = new AbortController().signal } = overrides;
  return postTo(createHttpClient(), { url, token: 'token-1', contentType: 'application/sdp', body: 'v=0', signal });
}

describe('one POST to Azure OpenAI', () => {
  test('carries the token and the body as they are, and gives the answer with its text', async () => {
    server.answers(json(200, { value: 'x' }));
    const { response, body } = unwrap(await post());
    expect(response.status).toBe(200);
    expect(body).toBe('{"value":"x"}');
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/mint',
        body: 'v=0',
        headers: expect.objectContaining({
          authorization: 'Bearer token-1',
          'content-type': 'application/sdp',
        }) as object,
      },
    ]);
  });

  test.each([301, 302, 307, 308])('does not follow a redirect with the status %d', async (status) => {
    server.answers(text(status, '', { Location: `${server.origin}/elsewhere` }), json(200, {}));
    expect(unwrap(await post()).response.status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test('gives an answer that is an error as an answer', async () => {
    server.answers(text(503, 'busy'));
    expect(unwrap(await post())).toMatchObject({ response: { status: 503 }, body: 'busy' });
  });

  test('takes an answer of 1 MiB and refuses one byte more', async () => {
    server.answers(text(200, 'x'.repeat(1024 * 1024)), text(200, 'x'.repeat(1024 * 1024 + 1)));
    expect(unwrap(await post()).body).toHaveLength(1024 * 1024);
    expect(errorOf(await post())).toEqual({
      kind: 'invalid',
      response: expect.objectContaining({ status: 200 }),
      cause: undefined,
      neverSent: false,
    });
  });

  test('gives a refusal that comes with a page of any size as a refusal, without the page', async () => {
    server.answers(text(429, 'x'.repeat(1024 * 1024 + 1), { 'Retry-After': '30' }));
    const { response, body } = unwrap(await post());
    expect([response.status, response.headers.get('retry-after'), body]).toEqual([429, '30', '']);
  });

  test('knows that a refused connection carried nothing', async () => {
    const url = `http://127.0.0.1:${await aClosedPort()}/`;
    expect(errorOf(await post({ url }))).toEqual({
      kind: 'unreachable',
      response: undefined,
      cause: 'ECONNREFUSED',
      neverSent: true,
    });
  });

  test('knows that an unknown host was told nothing', async () => {
    const noSuchHost: Send = async () => err({ code: 'ENOTFOUND', neverConnected: true });
    const signal = new AbortController().signal;
    const request = {
      url: 'https://x.invalid',
      token: 't',
      contentType: 'application/json',
      body: '{}',
      signal,
    } as const;
    const sent = await postTo(noSuchHost, request);
    expect(errorOf(sent)).toEqual({ kind: 'unreachable', response: undefined, cause: 'ENOTFOUND', neverSent: true });
  });

  test('tells nothing to a host whose certificate is not trusted', async () => {
    const certificate = await createCertificate();
    const stranger = createServer(certificate.tls, () => {
      throw new Error('a request came');
    });
    try {
      await once(stranger.listen(0, '127.0.0.1'), 'listening');
      const { port } = stranger.address() as AddressInfo;
      const { kind, cause, neverSent } = errorOf(await post({ url: `https://127.0.0.1:${port}/` }));
      expect({ kind, cause, neverSent }).toEqual({
        kind: 'unreachable',
        cause: expect.stringMatching(UNTRUSTED_CERTIFICATE),
        neverSent: true,
      });
    } finally {
      stranger.close();
      await certificate.remove();
    }
  });

  test('does not know what became of a request whose connection was cut', async () => {
    server.answers(reset);
    expect(errorOf(await post())).toEqual({
      kind: 'interrupted',
      response: undefined,
      cause: expect.any(String),
      neverSent: false,
    });
  });

  test('does not know what became of a request whose answer broke off', async () => {
    server.answers((response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"value":"ek_', () => response.socket?.destroy());
    });
    expect(errorOf(await post())).toEqual({
      kind: 'interrupted',
      response: undefined,
      cause: expect.any(String),
      neverSent: false,
    });
  });

  test('ends at its deadline, and does not know what became of the request', async () => {
    server.answers(() => undefined);
    const deadline = new AbortController();
    const sent = post({ signal: deadline.signal });
    deadline.abort(new DOMException('late', 'TimeoutError'));
    expect(errorOf(await sent)).toEqual({ kind: 'timeout', response: undefined, cause: undefined, neverSent: false });
  });

  test('ends at its deadline also while the answer is being read', async () => {
    const deadline = new AbortController();
    server.answers((response) => {
      response.writeHead(200);
      response.write('{', () => deadline.abort(new DOMException('late', 'TimeoutError')));
    });
    expect(errorOf(await post({ signal: deadline.signal }))).toEqual({
      kind: 'timeout',
      response: undefined,
      cause: undefined,
      neverSent: false,
    });
  });
});
