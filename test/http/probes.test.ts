/** The probes, which anybody may ask: what they say, when, and that asking costs nothing upstream. */
import { readFileSync } from 'node:fs';
import { readinessDetailsSchema } from '../../src/routes/readiness-details.ts';
import { type Answer, type System, startSystem } from './system.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let system: System;

const ready = (): Promise<Answer> => system.request('/api/readyz');
const READY = { status: 'ready', failing: [], warnings: [] };

/** Requests that reached any service while `act` ran. */
async function upstreamWork(act: () => Promise<unknown>): Promise<number> {
  const before = system.azure.requests.list().length;
  await act();
  return system.azure.requests.list().length - before;
}

describe('on an instance that never had its settings', () => {
  beforeAll(async () => {
    system = await startSystem({ prepare: ({ switches }) => switches.set('appConfiguration.status', '403') });
  });
  afterAll(() => system.stop());

  test('readyz is 503 and asks nobody, healthz is 200, and readyz becomes 200 by itself with the next mint', async () => {
    await system.logged('settings_unusable', 1);
    await system.advance(10_000);
    const before = system.azure.requests.list().length;
    const answer = await ready();
    expect(answer.status).toBe(503);
    expect(answer.json).toMatchObject({
      status: 'not_ready',
      failing: expect.arrayContaining(['settings_unavailable']),
      warnings: [],
    });
    expect(await system.request('/api/healthz')).toMatchObject({ status: 200 });
    const probed = await system.request('/api/readyz', { method: 'HEAD' });
    expect([probed.status, probed.text, probed.headers.get('retry-after')]).toEqual([503, '', '5']);
    expect(system.azure.requests.list()).toHaveLength(before);
    system.azure.switches.reset();
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect(await ready()).toMatchObject({ status: 200, json: READY });
  });
});

describe('on an instance that serves', () => {
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());
  /** Whatever a test did to the system, the next one finds it serving. */
  beforeEach(async () => {
    system.azure.switches.reset();
    await system.advance(2_000);
    await system.mintUntil(200);
  });

  test.each(['/api/healthz', '/api/readyz'])(
    'answers HEAD %s, which load balancers ask, as GET without the body',
    async (path) => {
      const head = await system.request(path, { method: 'HEAD' });
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers.get('content-type')).toBe('application/json');
      expect(head.headers.get('x-request-id')).toEqual(expect.any(String));
    },
  );

  describe('healthz', () => {
    test('says the version of package.json and nothing else', async () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      const { status, json, headers } = await system.request('/api/healthz');
      expect([status, json]).toEqual([200, { status: 'ok', version }]);
      expect(headers.get('content-type')).toBe('application/json');
    });

    test('starts no work upstream, whoever asks and however often', async () => {
      const work = upstreamWork(() => Promise.all(Array.from({ length: 20 }, () => system.request('/api/healthz'))));
      expect(await work).toBe(0);
    });

    test.each(['POST', 'PUT', 'DELETE'])('does not exist as %s', async (method) => {
      expect(await system.request('/api/healthz', { method })).toMatchObject({ status: 404, text: '' });
    });
  });

  describe('readyz', () => {
    test('is 200 once a mint has what it needs', async () => {
      expect(await ready()).toMatchObject({ status: 200, json: READY });
    });

    test('starts no work upstream, not even when everything has grown old', async () => {
      await system.advance(2 * HOUR_MS);
      const work = upstreamWork(() => Promise.all(Array.from({ length: 20 }, () => ready())));
      expect(await work).toBe(0);
    });

    test('stays 200 on an instance that was idle for two hours, and the next mint works', async () => {
      await system.advance(2 * HOUR_MS);
      expect(await ready()).toMatchObject({ status: 200, json: READY });
      expect(await system.mint()).toMatchObject({ status: 200 });
    });

    test('names no resource, deployment, host or setting', async () => {
      const { text } = await ready();
      expect(Object.keys(JSON.parse(text))).toEqual(['status', 'failing', 'warnings']);
      expect(text).not.toMatch(/gpt|realtime|127\.0\.0\.1|localhost|https?:/);
    });

    test('needs no token, and is not helped by a bad one', async () => {
      const answer = await system.request('/api/readyz', { headers: { Authorization: 'Bearer bad' } });
      expect(answer).toMatchObject({ status: 200, json: READY });
    });

    test('tells an operator what failed last, and is not turned red by it', async () => {
      system.azure.switches.set('mint.error', { value: 'permission-denied-other-identity', times: 1 });
      const failed = await system.mint();
      expect(failed.status).toBe(502);
      const asOperator = async (roles: readonly string[]) =>
        system.request('/api/readyz', { headers: await system.bearer({ roles }) });
      const answer = await asOperator(['Realtime.Operate']);
      expect(answer).toMatchObject({ status: 200, json: READY });
      expect(readinessDetailsSchema.parse(answer.json['details'])).toMatchObject({
        token: { audience: 'https://cognitiveservices.azure.com' },
        lastFailure: {
          code: 'upstream_auth',
          diagnosis: 'role-missing',
          requestId: failed.headers.get('x-request-id'),
          upstreamRequestId: failed.headers.get('apim-request-id'),
        },
      });
      expect((await asOperator(['Other'])).json).toEqual(READY);
    });

    test('tells an operator whose access was revoked no more than anybody', async () => {
      const asOperator = async () =>
        system.request('/api/readyz', { headers: await system.bearer({ roles: ['Realtime.Operate'] }) });
      expect((await asOperator()).json).toHaveProperty('details');
      system.azure.settings.set('realtime:revoked', JSON.stringify({ issuedBefore: '2099-01-01T00:00:00Z' }));
      await system.advance(37_000);
      await system.mintUntil(401);
      expect((await asOperator()).json).toEqual(READY);
      system.azure.settings.set('realtime:revoked', '{}');
      await system.advance(37_000);
    });

    test('warns while a store that fails has left the settings older than five minutes, and stays 200', async () => {
      system.azure.switches.set('appConfiguration.status', '403');
      await system.advance(6 * MINUTE_MS);
      expect(await system.mint()).toMatchObject({ status: 200 });
      expect(await ready()).toMatchObject({ status: 200, json: { ...READY, warnings: ['settings_stale'] } });
    });

    test('does not warn after one failed poll, while the settings are young', async () => {
      system.azure.switches.set('appConfiguration.status', '403');
      await system.advance(37_000);
      const polled = system.azure.requests.count('appConfiguration');
      expect(await system.mint()).toMatchObject({ status: 200 });
      await system.until(() => system.azure.requests.count('appConfiguration') > polled);
      expect(await ready()).toMatchObject({ status: 200, json: READY });
    });

    test('is 503 when the settings could not be had for an hour, and 200 again once they can', async () => {
      system.azure.switches.set('appConfiguration.status', '403');
      await system.advance(HOUR_MS + MINUTE_MS);
      expect(await system.mint()).toMatchObject({ status: 503, json: { code: 'configuration_unavailable' } });
      const answer = await ready();
      expect(answer).toMatchObject({ status: 503, json: { status: 'not_ready', failing: ['settings_unavailable'] } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      system.azure.switches.reset();
      await system.advance(2_000);
      expect(await system.mint()).toMatchObject({ status: 200 });
      expect(await ready()).toMatchObject({ status: 200, json: READY });
    });

    test('is 503 when the identity’s token has ended and no new one comes, and 200 again once it does', async () => {
      system.azure.switches.set('identity.lifetimeSeconds', 20 * 60);
      await system.advance(25 * HOUR_MS);
      await system.mintUntil(200);
      system.azure.switches.set('identity.status', '400');
      await system.advance(20 * MINUTE_MS);
      expect(await system.mint()).toMatchObject({ status: 503, json: { code: 'credential_unavailable' } });
      expect(await ready()).toMatchObject({ status: 503, json: { failing: ['credential_unavailable'] } });
      system.azure.switches.reset();
      await system.advance(2_000);
      expect(await system.mint()).toMatchObject({ status: 200 });
      expect(await ready()).toMatchObject({ status: 200, json: READY });
    });

    test('warns while secrets live longer than was asked for, and no longer once they do not', async () => {
      system.azure.switches.set('mint.answer', { value: 'lifetime-7200', times: 1 });
      await system.mint();
      expect(await ready()).toMatchObject({ status: 200, json: { ...READY, warnings: ['lifetime_not_honoured'] } });
      await system.mint();
      expect(await ready()).toMatchObject({ status: 200, json: READY });
    });
  });
});
