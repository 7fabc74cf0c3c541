/** When a mint is sent a second time: only where the first surely made no secret. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import type { Send } from '../../../src/lib/http.ts';
import { createClientSecrets, type MintOrder } from '../../../src/realtime/client-secrets.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import {
  aClosedPort,
  json,
  type LoopbackServer,
  type Respond,
  reset,
  startLoopbackServer,
  text,
} from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';
import { aTarget } from '../../support/target.ts';

// The one thing that is slow: waits are over at once, and their lengths are read from the mock.
jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));
const wait = jest.mocked(sleep);

const secret = json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 60 });
const refused = (status: number, headers: Readonly<Record<string, string>> = {}): Respond => json(status, {}, headers);

const send = createHttpClient();
let server: LoopbackServer;
beforeEach(async () => {
  wait.mockImplementation(async () => undefined);
  server = await startLoopbackServer();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

function mintWith(sendFrom: Send, { origin = server.origin, signal = new AbortController().signal } = {}) {
  const session = { type: 'realtime' };
  const order: MintOrder = { target: aTarget(origin), session, seconds: 60, token: 'token-1', signal };
  return createClientSecrets({ send: sendFrom, now: aClock().now }).mint(order);
}

function mint(...answers: readonly Respond[]) {
  server.answers(...answers);
  return mintWith(send);
}

describe('a mint is sent once more', () => {
  test('when the connection was refused', async () => {
    const closed = `http://127.0.0.1:${await aClosedPort()}`;
    server.answers(secret);
    let sent = 0;
    const outcome = await mintWith(async (request) => {
      sent += 1;
      return send(sent === 1 ? { ...request, url: closed } : request);
    });
    expect(unwrap(outcome).value).toBe('ek_1');
    expect(sent).toBe(2);
    expect(server.requests).toHaveLength(1);
  });

  test.each([429, 503])('when Azure refuses with %d and a wait of at most 2 s', async (status) => {
    const outcome = await mint(refused(status, { 'retry-after': '2' }), secret);
    expect(unwrap(outcome).value).toBe('ek_1');
    expect(server.requests).toHaveLength(2);
    expect(wait.mock.calls.map(([ms]) => ms)).toEqual([2_000]);
  });

  test('with exactly the same request', async () => {
    await mint(refused(429, { 'retry-after': '0' }), secret);
    const [first, second] = server.requests;
    expect(second).toMatchObject({ body: first?.body, path: first?.path });
  });

  test('and never a third time', async () => {
    const outcome = await mint(refused(429, { 'retry-after': '1' }));
    expect(errorOf(outcome)).toMatchObject({ entry: { id: 'deployment-rate-limit' }, retryAfterSeconds: 1 });
    expect(server.requests).toHaveLength(2);
  });

  test('to a host that never answers, and then given up', async () => {
    const closed = `http://127.0.0.1:${await aClosedPort()}`;
    const outcome = await mintWith(send, { origin: closed });
    expect(errorOf(outcome)).toMatchObject({ entry: { id: 'azure-unreachable' }, facts: undefined });
    expect(wait).toHaveBeenCalledTimes(1);
  });
});

describe('a mint is not repeated', () => {
  test.each<[string, Respond, string]>([
    ['when Azure asks to wait 3 s', refused(429, { 'retry-after': '3' }), 'deployment-rate-limit'],
    ['when Azure asks to wait 2.001 s', refused(429, { 'retry-after-ms': '2001' }), 'deployment-rate-limit'],
    ['when Azure names no wait', refused(429), 'deployment-rate-limit'],
    ['after another error, though it names a wait', refused(500, { 'retry-after': '1' }), 'azure-failed'],
    ['after a refusal of our identity', refused(401, { 'retry-after': '1' }), 'access-refused'],
    ['after a redirect', refused(307, { location: 'https://evil.example' }), 'answered-by-another'],
    ['when the connection was cut: a secret may have been made', reset, 'azure-interrupted'],
    ['when the answer is no client secret', json(200, {}), 'answer-invalid'],
  ])('%s', async (_when, answer, id) => {
    expect(errorOf(await mint(answer, secret)).entry.id).toBe(id);
    expect(server.requests).toHaveLength(1);
    expect(wait).not.toHaveBeenCalled();
  });

  test('when it ran into its deadline: a secret may have been made', async () => {
    const deadline = new AbortController();
    server.answers(() => deadline.abort(new DOMException('late', 'TimeoutError')));
    expect(errorOf(await mintWith(send, { signal: deadline.signal })).entry.id).toBe('azure-slow');
    expect(server.requests).toHaveLength(1);
  });

  test('gives the wait to the caller when it is too long for us', async () => {
    expect(errorOf(await mint(refused(429, { 'retry-after': '30' }))).retryAfterSeconds).toBe(30);
  });
});

describe('the deadline of a mint', () => {
  test('ends the wait between the attempts too: nothing outlives it', async () => {
    const deadline = new AbortController();
    wait.mockImplementation((_ms, _value, options) => {
      const waiting = Promise.withResolvers<never>();
      options?.signal?.addEventListener('abort', () => waiting.reject(new DOMException('ended', 'AbortError')));
      return waiting.promise;
    });
    server.answers(refused(429, { 'retry-after': '2' }), secret);
    let ended = false;
    const minted = mintWith(send, { signal: deadline.signal }).then((outcome) => {
      ended = true;
      return outcome;
    });
    for (let turn = 0; turn < 200 && wait.mock.calls.length === 0; turn += 1) await settled();
    deadline.abort(new DOMException('late', 'TimeoutError'));
    await settled();
    expect(ended).toBe(true);
    // What Azure said is known still: that there is no secret, and how long to wait.
    expect(errorOf(await minted)).toMatchObject({
      entry: { id: 'deployment-rate-limit' },
      retryAfterSeconds: 2,
      neverMinted: true,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a mint that failed', () => {
  test.each([400, 401, 403, 404, 429, 500, 503])('surely made no secret when Azure answered %d', async (status) => {
    expect(errorOf(await mint(refused(status)))).toMatchObject({ neverMinted: true });
  });

  test('surely made no secret when a firewall on the way let nothing through', async () => {
    expect(errorOf(await mint(text(403, '<html>Forbidden</html>')))).toMatchObject({ neverMinted: true });
  });

  test('surely made no secret when no connection came about', async () => {
    const closed = `http://127.0.0.1:${await aClosedPort()}`;
    expect(errorOf(await mintWith(send, { origin: closed }))).toMatchObject({ neverMinted: true });
  });

  test.each([
    ['a gateway gave up waiting', refused(504)],
    ['a gateway lost the one behind it', refused(502)],
    ['the request is said to have taken too long', refused(408)],
    ['Azure says in another status that the time was up', json(500, { error: { code: 'Timeout', message: '' } })],
    ['a gateway failed in words of its own', text(503, '<html>Service Unavailable</html>')],
    ['the connection was cut', reset],
    ['the answer is no secret', json(200, {})],
  ])('may have made one when %s', async (_what, answer) => {
    expect(errorOf(await mint(answer))).toMatchObject({ neverMinted: false });
  });
});
