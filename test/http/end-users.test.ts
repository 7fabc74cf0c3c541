/** An app that speaks for its end users, through the bundle that ships and Azurite. */
import { API_ROLE } from '../../local/azure/foundation/directory.ts';
import { loadModule } from '../contract/load-module.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { json, type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { sendRaw } from '../support/raw-request.ts';
import { anOffer } from '../support/sdp.ts';
import { aRule, type CallBench, HANG_UP_ROLE, MINUTE_MS, type Person, startCallBench } from './call-bench.ts';
import type { Answer } from './system.ts';

const SPEAKS = 'Realtime.OnBehalf';
const CALLS = '/api/realtime/calls';
const PAGE = 'https://app.example.com';
const LIMITS = {
  quota: { day: { limit: 4, windowSeconds: 86_400 } },
  calls: { perCaller: 1 },
  ceiling: { hour: { limit: 60, windowSeconds: 3_600 } },
};

let bench: CallBench;
beforeAll(async () => {
  bench = await startCallBench({
    settings: { 'realtime:cors:origins': JSON.stringify([PAGE]) },
    prepare: (azure) => {
      const rule = aRule({ azure }, { onBehalf: { role: SPEAKS, ...LIMITS } });
      azure.settings.set('realtime:callers', JSON.stringify([rule]));
    },
  });
});
afterAll(async () => {
  // What an app says of its end users is nowhere: the suite's own end looks for secrets, this for names.
  const { host, azure } = bench.system;
  expect(host.output()).not.toContain('end-user-');
  expect(JSON.stringify(azure.envelopes.list())).not.toContain('end-user-');
  await bench.system.stop();
});
afterEach(() => bench.reset());

let apps = 0;
const anApp = (...roles: readonly string[]): Person => {
  apps += 1;
  const id = `app-${apps}`;
  return { scp: undefined, idtyp: 'app', sub: id, oid: id, roles: [API_ROLE, ...roles] };
};
let users = 0;
/** Everybody is new, so that a test needs no other's calls. */
const aUser = (): string => {
  users += 1;
  return `end-user-${users}@example.com`;
};
const asUser = (user: string) => ({ 'X-On-Behalf-Of': user });

async function relay(app: Person, user: string): Promise<Answer & { readonly id: string }> {
  const answer = await bench.send(app, 'POST', CALLS, anOffer(), asUser(user));
  expect(answer.text).not.toContain(user);
  return { ...answer, id: answer.headers.get('location')?.split('/').at(-1) ?? '' };
}
const ask = (app: Person, method: string, path: string, user: string) =>
  bench.send(app, method, path, undefined, asUser(user));
const callsOf = async (app: Person, user: string) =>
  ((await ask(app, 'GET', CALLS, user)).json['data'] as readonly { readonly id: string; readonly caller: string }[]) ??
  [];

/** A relay mints first; a sweep, which asks Azure whether calls are alive, does not. */
const mintsAsked = () => bench.azure.requests.count('openai', ({ path }) => path.includes('client_secrets'));

async function lineOf({ headers }: Answer) {
  const requestId = headers.get('x-request-id');
  const isIt = (line: Readonly<Record<string, unknown>>) => line['requestId'] === requestId;
  await bench.system.until(async () => (await bench.system.logged('relay')).some(isIt));
  return (await bench.system.logged('relay')).find(isIt) ?? {};
}

describe('an end user', () => {
  test('has a quota of their own, which neither another user has nor one of the same name below another app', async () => {
    const [app, other, user] = [anApp(SPEAKS), anApp(SPEAKS), aUser()];
    for (let call = 0; call < 4; call += 1) expect(await relay(app, user)).toMatchObject({ status: 201 });
    const refused = await relay(app, user);
    expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded', 'violated-policies': ['day'] } });
    expect(refused.headers.get('ratelimit-policy')).toBe('"day";q=4;w=86400');
    expect(await relay(app, aUser())).toMatchObject({ status: 201 });
    expect(await relay(other, user)).toMatchObject({ status: 201 });
  });

  test('has as many calls at once as the rule says: the second takes the place of the first', async () => {
    const [app, user, other] = [anApp(SPEAKS), aUser(), aUser()];
    const [first, others, second] = [await relay(app, user), await relay(app, other), await relay(app, user)];
    expect([first.status, others.status, second.status]).toEqual([201, 201, 201]);
    expect(bench.endedBy(first.id)).toBe('identity');
    expect([others.id, second.id].map(bench.isLive)).toEqual([true, true]);
  });

  test('sees, hangs up and ends their own calls, and nobody else’s, whatever rights the app has', async () => {
    const [app, user, other] = [anApp(SPEAKS, HANG_UP_ROLE), aUser(), aUser()];
    const [own, others] = [await relay(app, user), await relay(app, other)];
    expect((await callsOf(app, user)).map(({ id }) => id)).toEqual([own.id]);
    expect(await ask(app, 'POST', `${CALLS}/${others.id}/hangup`, user)).toMatchObject({ status: 404 });
    expect(await ask(app, 'DELETE', `${CALLS}?all=true`, user)).toMatchObject({ status: 403 });
    expect(await ask(app, 'DELETE', CALLS, user)).toMatchObject({ status: 200, json: { ended: 1 } });
    expect([own.id, others.id].map(bench.isLive)).toEqual([false, true]);
    expect(await ask(app, 'POST', `${CALLS}/${others.id}/hangup`, other)).toMatchObject({ status: 200 });
  });

  test('is told apart in the log, below the app', async () => {
    const [app, user] = [anApp(SPEAKS), aUser()];
    const { roles: _none, ...plain } = app as { readonly roles: unknown };
    const ofApp = await bench.send({ ...plain, roles: [API_ROLE] }, 'POST', CALLS, anOffer());
    const { caller, callerKind } = await lineOf(ofApp);
    expect(callerKind).toBe('app');
    const line = await lineOf(await relay(app, user));
    expect(line).toMatchObject({ callerKind: 'end_user', app: caller });
    expect(line['caller']).not.toBe(caller);
    expect(await lineOf(await bench.relay(bench.aPerson()))).toMatchObject({ callerKind: 'person' });
  });

  test('is nobody as whom a person or the app itself comes with a token of that name', async () => {
    const [app, user] = [anApp(SPEAKS), aUser()];
    const { caller } = await lineOf(await relay(app, user));
    for (const claims of [
      { sub: user },
      { sub: user, oid: user },
      { ...app, roles: [API_ROLE], sub: user, oid: user },
    ]) {
      const line = await lineOf(await bench.relay(claims));
      expect(line['caller']).toEqual(expect.stringMatching(/^[0-9a-f]{32}$/));
      expect(line['caller']).not.toBe(caller);
    }
  });
});

describe('realtime:revoked', () => {
  afterEach(async () => {
    bench.azure.settings.delete('realtime:revoked');
    await bench.system.advance(6 * MINUTE_MS);
  });

  test('takes one end user and their calls off the line', async () => {
    const [app, user, other] = [anApp(SPEAKS), aUser(), aUser()];
    const [own, others] = [await relay(app, user), await relay(app, other)];
    bench.azure.settings.set('realtime:revoked', JSON.stringify({ subjects: [(await lineOf(own))['caller']] }));
    await bench.system.advance(6 * MINUTE_MS);
    await bench.system.until(() => bench.endedBy(own.id) === 'identity');
    expect(bench.isLive(others.id)).toBe(true);
    expect(await relay(app, user)).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
    expect(await relay(app, other)).toMatchObject({ status: 201 });
  });

  test('takes, by the app’s pseudonym, all its end users off the line, and those of no other app', async () => {
    const [app, neighbour, user] = [anApp(SPEAKS), anApp(SPEAKS), aUser()];
    const [one, other, neighbours] = [await relay(app, user), await relay(app, aUser()), await relay(neighbour, user)];
    bench.azure.settings.set('realtime:revoked', JSON.stringify({ subjects: [(await lineOf(one))['app']] }));
    await bench.system.advance(6 * MINUTE_MS);
    await bench.system.until(() => [one, other].every(({ id }) => bench.endedBy(id) === 'identity'));
    expect(bench.isLive(neighbours.id)).toBe(true);
    expect(await relay(app, aUser())).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
    expect(await relay(neighbour, user)).toMatchObject({ status: 201 });
  });
});

describe('the header', () => {
  const routes = [
    ['POST', CALLS],
    ['GET', CALLS],
    ['DELETE', CALLS],
    ['POST', `${CALLS}/rtc_u1_unknown/hangup`],
    ['POST', '/api/realtime/client_secrets'],
  ] as const;
  /** What the route says where the header is as it should be. */
  const GOOD = [201, 200, 200, 404, 200];

  test.each(routes)('is asked of an app with the role, by %s %s', async (method, path) => {
    const [app, user] = [anApp(SPEAKS), aUser()];
    const body = method === 'POST' && path === CALLS ? anOffer() : undefined;
    const before = mintsAsked();
    const refused = await bench.send(app, method, path, body);
    expect(refused).toMatchObject({ status: 400, json: { code: 'end_user_required' } });
    expect(refused.json['detail']).toContain('x-on-behalf-of');
    expect(mintsAsked()).toBe(before);
    const served = await bench.send(app, method, path, body, asUser(user));
    expect(GOOD).toContain(served.status);
    expect(served.json['code'] ?? 'call_not_found').toBe('call_not_found');
  });

  test.each(routes)('is refused of anybody else, and never ignored, by %s %s', async (method, path) => {
    const body = method === 'POST' && path === CALLS ? anOffer() : undefined;
    const before = mintsAsked();
    for (const [claims, more] of [
      [anApp(), {}],
      [bench.aPerson(), {}],
      [bench.aPerson({ roles: [SPEAKS, API_ROLE] }), {}],
      [anApp(SPEAKS), { Origin: PAGE }],
    ] as const) {
      const answer = await bench.send(claims, method, path, body, { ...asUser(aUser()), ...more });
      expect(answer).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expect(answer.text).not.toContain('end-user-');
    }
    expect(mintsAsked()).toBe(before);
  });

  test('sent twice is refused, as is a list; sent once it is served', async () => {
    const app = anApp(SPEAKS);
    const user = aUser();
    const { Authorization } = await bench.system.bearer(app);
    const send = (...headers: readonly string[]) =>
      sendRaw(bench.system.host.url, 'POST /api/realtime/client_secrets HTTP/1.1', [
        ...['Host: localhost', 'Content-Length: 0', `Authorization: ${Authorization}`, ...headers],
      ]);
    const header = (value: string) => `X-On-Behalf-Of: ${value}`;
    for (const headers of [
      [header(user), header(user)],
      [header(user), header(aUser())],
      [header(`${user},`)],
      [header(user), header('')],
      [header('')],
      [header('a'.repeat(257))],
    ]) {
      const { status, body } = await send(...headers);
      expect([headers, status, body]).toEqual([headers, 400, expect.stringContaining('end_user_required')]);
    }
    expect(await send(header(user))).toMatchObject({ status: 200 });
  });

  test('is never allowed to a page by CORS, beside others that are', async () => {
    const { headers } = await bench.system.request(CALLS, {
      method: 'OPTIONS',
      headers: {
        Origin: PAGE,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,x-on-behalf-of',
      },
    });
    expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type');
  });
});

describe('the ceiling of an app', () => {
  test('refuses the next of its end users, spends nothing of theirs, and ends none of their calls', async () => {
    const rule = (ceiling: object) => aRule(bench.system, { onBehalf: { role: SPEAKS, ...LIMITS, ceiling } });
    await bench.set('callers', JSON.stringify([rule({ hour: { limit: 2, windowSeconds: 3_600 } })]));
    const [app, user, other] = [anApp(SPEAKS), aUser(), aUser()];
    const first = await relay(app, user);
    expect(await relay(app, other)).toMatchObject({ status: 201 });
    const refused = await relay(app, user);
    expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded', 'violated-policies': ['hour'] } });
    expect(refused.json['detail']).toContain('ceiling of the app');
    expect(bench.isLive(first.id)).toBe(true);
    expect(await relay(anApp(SPEAKS), user)).toMatchObject({ status: 201 });
    await bench.set('callers', JSON.stringify([rule(LIMITS.ceiling)]));
    const next = await relay(app, user);
    expect(next.headers.get('ratelimit')).toMatch(/^"day";r=2;/);
  });

  test('has its unit back where Azure refused', async () => {
    const limits = { ...LIMITS, ceiling: { hour: { limit: 1, windowSeconds: 3_600 } } };
    await bench.set('callers', JSON.stringify([aRule(bench.system, { onBehalf: { role: SPEAKS, ...limits } })]));
    const app = anApp(SPEAKS);
    bench.azure.switches.set('mint.error', { value: 'permission-denied', times: 1 });
    expect((await relay(app, aUser())).status).toBe(502);
    expect(await relay(app, aUser())).toMatchObject({ status: 201 });
    expect(await relay(app, aUser())).toMatchObject({ status: 429 });
  });
});

describe('the backend of docs/callers.md', () => {
  let tokens: LoopbackServer;
  beforeAll(async () => {
    tokens = await startLoopbackServer();
  });
  afterAll(() => tokens.close());

  test('begins a call for its user and hands the answer to the page', async () => {
    const [code = ''] = codeBlocks('docs/callers.md', 'ts');
    const { beginCall } = loadModule(code) as unknown as {
      beginCall(backend: object, user: string, offer: string): Promise<{ status: number; body: string; call: string }>;
    };
    const { Authorization } = await bench.system.bearer(anApp(SPEAKS));
    tokens.answers(json(200, { access_token: Authorization.slice('Bearer '.length) }));
    const credentials = { client_id: 'backend', client_secret: 'of the test', scope: 'api://api/.default' };
    const backend = { endpoint: bench.system.host.url, tokenUrl: tokens.origin, credentials };
    const begun = await beginCall(backend, aUser(), anOffer());
    expect(begun).toMatchObject({ status: 201, body: expect.stringMatching(/^v=0/) as string });
    expect(bench.isLive(begun.call.split('/').at(-1) ?? '')).toBe(true);
    expect(tokens.requests[0]?.body).toContain('grant_type=client_credentials');
  });
});
