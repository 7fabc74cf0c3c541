import { createHttpClient } from '../../../src/azure/http-client.ts';
import { createClientSecrets, type MintOrder } from '../../../src/realtime/client-secrets.ts';
import type { RequestReport } from '../../../src/realtime/upstream.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import {
  json,
  type LoopbackServer,
  type Respond,
  reset,
  startLoopbackServer,
  text,
} from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';

const NEVER = new AbortController().signal;

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

function aMint() {
  return createClientSecrets({ send: createHttpClient(), now: aClock().now });
}

function anOrder(overrides: Partial<MintOrder> = {}): MintOrder {
  const session = { type: 'realtime' };
  return { target: aTarget(server.origin), session, seconds: 60, token: 'token-1', signal: NEVER, ...overrides };
}

function aSecret(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    value: 'ek_1',
    expires_at: NOON_MS / 1000 + 60,
    session: { id: 'sess_1', instructions: 'private' },
    ...overrides,
  };
}

describe('a mint', () => {
  test('is exactly one documented request', async () => {
    server.answers(json(200, aSecret()));
    await aMint().mint(anOrder({ target: aTarget(server.origin, 'my-deployment'), seconds: 30 }));
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/openai/v1/realtime/client_secrets' });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer token-1', 'content-type': 'application/json' });
    expect(request?.headers).not.toHaveProperty('api-key');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      expires_after: { anchor: 'created_at', seconds: 30 },
      session: { type: 'realtime', model: 'my-deployment' },
    });
  });

  test('is for the session that is ordered, and the deployment is always its model', async () => {
    server.answers(json(200, aSecret()));
    const session = { type: 'realtime', model: 'of-the-session', audio: { output: { voice: 'marin' } } };
    await aMint().mint(anOrder({ session }));
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      session: { ...session, model: 'gpt-realtime' },
    });
  });

  test('gives the secret and nothing else of the answer', async () => {
    server.answers(json(200, aSecret(), { 'apim-request-id': 'apim-1' }));
    expect(unwrap(await aMint().mint(anOrder()))).toEqual({
      value: 'ek_1',
      target: aTarget(server.origin),
      expiresAtEpochSeconds: NOON_MS / 1000 + 60,
      sessionId: 'sess_1',
      requestId: 'apim-1',
      askedSeconds: 60,
      lifetimeSeconds: 60,
      lifetimeHonoured: true,
    });
  });

  test.each([undefined, {}, { id: 7 }, { id: '' }, { id: 'two words' }, { id: 'x'.repeat(129) }])(
    'does without a session id where the session is %j',
    async (session) => {
      server.answers(json(200, aSecret({ session })));
      expect(unwrap(await aMint().mint(anOrder()))).toMatchObject({ value: 'ek_1', sessionId: undefined });
    },
  );

  test('does not insist on the prefix ek_, which nobody promised', async () => {
    server.answers(json(200, aSecret({ value: 'other-secret' })));
    expect(unwrap(await aMint().mint(anOrder())).value).toBe('other-secret');
  });
});

describe('an answer that is no client secret', () => {
  test.each([
    ['lacks the value', aSecret({ value: undefined })],
    ['has an empty value', aSecret({ value: '' })],
    ['has a value that cannot stand in a header', aSecret({ value: 'ek_1\r\nX: 1' })],
    ['has a value of 4,097 characters', aSecret({ value: 'x'.repeat(4_097) })],
    ['lacks the expiry', aSecret({ expires_at: undefined })],
    ['has an expiry as text', aSecret({ expires_at: String(NOON_MS / 1000 + 60) })],
    ['expires in milliseconds', aSecret({ expires_at: NOON_MS + 60_000 })],
    ['expired a minute ago', aSecret({ expires_at: NOON_MS / 1000 - 60 })],
    ['expires at zero', aSecret({ expires_at: 0 })],
    ['is the beta’s', { client_secret: { value: 'ek_1', expires_at: NOON_MS / 1000 + 60 } }],
    ['is an array', [aSecret()]],
  ])('is told apart: it %s', async (_what, body) => {
    server.answers(json(200, body, { 'apim-request-id': 'apim-1' }));
    expect(errorOf(await aMint().mint(anOrder()))).toMatchObject({
      reason: 'upstream',
      entry: { id: 'answer-invalid' },
      facts: { status: 200, requestId: 'apim-1' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each(['', '<html>', 'null'])('is told apart: %j', async (body) => {
    server.answers(text(200, body));
    expect(errorOf(await aMint().mint(anOrder())).entry.id).toBe('answer-invalid');
  });

  test('is not made of clocks that differ by less than 30 s', async () => {
    server.answers(json(200, aSecret({ expires_at: NOON_MS / 1000 - 29 })));
    expect((await aMint().mint(anOrder({ seconds: 10 }))).ok).toBe(true);
  });
});

describe('the lifetime of a secret', () => {
  test('is honoured up to 30 s beyond what was asked for', async () => {
    server.answers(json(200, aSecret({ expires_at: NOON_MS / 1000 + 90 })));
    const mint = aMint();
    expect(unwrap(await mint.mint(anOrder())).lifetimeHonoured).toBe(true);
    expect(mint.lifetimeHonoured()).toBe(true);
  });

  test('is not honoured when Azure ignores expires_after: the true expiry is told, and readiness knows', async () => {
    server.answers(json(200, aSecret({ expires_at: NOON_MS / 1000 + 7_200 })), json(200, aSecret()));
    const mint = aMint();
    expect(unwrap(await mint.mint(anOrder()))).toMatchObject({
      lifetimeHonoured: false,
      expiresAtEpochSeconds: NOON_MS / 1000 + 7_200,
    });
    expect(mint.lifetimeHonoured()).toBe(false);
    await mint.mint(anOrder());
    expect(mint.lifetimeHonoured()).toBe(true);
  });

  test('is not known to be broken before the first mint, nor after a failed one', async () => {
    server.answers(json(401, {}));
    const mint = aMint();
    expect(mint.lifetimeHonoured()).toBe(true);
    await mint.mint(anOrder());
    expect(mint.lifetimeHonoured()).toBe(true);
  });

  test('may be two hours when that was asked for', async () => {
    server.answers(json(200, aSecret({ expires_at: NOON_MS / 1000 + 7_200 })));
    expect(unwrap(await aMint().mint(anOrder({ seconds: 7_200 }))).lifetimeHonoured).toBe(true);
  });
});

describe('what is told of a call', () => {
  async function callsOf(answers: readonly Respond[]): Promise<readonly RequestReport[]> {
    const calls: RequestReport[] = [];
    server.answers(...answers);
    await aMint().mint(anOrder({ report: (ended) => void calls.push(ended) }));
    return calls;
  }
  const target = () => new URL(server.origin).host;
  const durationMs = expect.any(Number);

  test('is when it began, how long it took, and Azure’s id', async () => {
    expect(await callsOf([json(200, aSecret(), { 'apim-request-id': 'apim-1' })])).toEqual([
      {
        operation: 'client_secrets',
        target: target(),
        startedAtEpochMs: NOON_MS,
        durationMs,
        status: 200,
        requestId: 'apim-1',
      },
    ]);
  });

  test('is told for each of two', async () => {
    const calls = await callsOf([json(429, {}, { 'retry-after': '0' }), json(200, aSecret())]);
    expect(calls.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('has no status where there was no answer', async () => {
    expect(await callsOf([reset])).toMatchObject([{ status: undefined, requestId: undefined }]);
  });
});
