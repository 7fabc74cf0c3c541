import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { NOON_MS } from '../../support/clock.ts';
import { VERSION_2_ISSUER } from '../../support/identity-provider.ts';
import { json } from '../../support/loopback-server.ts';
import { aMintSuite, type MintBench } from '../../support/mint-suite.ts';
import { settled } from '../../support/settled.ts';

const READY = { status: 'ready', failing: [], warnings: [] };
const MINUTE_MS = 60_000;
const AUDIENCE = 'https://cognitiveservices.azure.com';
const TOKEN = `e30.${Buffer.from(JSON.stringify({ aud: AUDIENCE })).toString('base64url')}.canary`;

const suite = aMintSuite();

async function warmUp(bench: MintBench): Promise<MintBench> {
  bench.identity.token = TOKEN;
  bench.warmUp();
  await settled();
  return bench;
}

/** What readyz says to whoever sends this. */
async function askedWith(bench: MintBench, authorization: string): Promise<unknown> {
  return (await bench.ask('readyz', { headers: { authorization } })).body;
}

describe('the readiness probe, asked by an operator', () => {
  test('says how old settings and token are, for whom the token is, and that nothing has failed', async () => {
    const bench = await warmUp(suite.aBench());
    bench.clock.advance(MINUTE_MS);
    expect(await bench.readiness()).toMatchObject({
      status: 200,
      body: {
        ...READY,
        details: {
          settings: { ageSeconds: 60, rejected: [] },
          token: { scope: TOKEN_SCOPES[0], audience: AUDIENCE, ageSeconds: 60 },
          callers: [{ rule: expect.stringMatching(/^[0-9a-f]{16}$/) as string, serves: ['people'] }],
          storage: 'available',
          lastFailure: null,
          invalidProfiles: [],
        },
      },
    });
  });

  test('says what failed last, as its caller was told', async () => {
    const bench = await warmUp(suite.aBench());
    suite.server.answers(json(401, { error: { code: 'PermissionDenied' } }, { 'apim-request-id': 'apim-2' }));
    const { headers } = await bench.mint();
    expect((await bench.readiness()).body).toMatchObject({
      status: 'ready',
      details: {
        lastFailure: {
          at: new Date(NOON_MS).toISOString(),
          requestId: headers.get('x-request-id'),
          code: 'upstream_auth',
          diagnosis: 'role-missing',
          upstreamRequestId: 'apim-2',
        },
      },
    });
  });

  test('says what is rejected, that storage fails and which profiles are wrong, and is ready all the same', async () => {
    const bench = await warmUp(suite.aBench({ 'profiles:kiosk': '{' }));
    bench.store.stored = new Map([...bench.store.stored, ['realtime:secretSeconds', { text: '5' }]]);
    bench.clock.advance(5 * MINUTE_MS);
    bench.table.before(() => {
      throw new Error('down');
    });
    await bench.mint();
    expect((await bench.readiness()).body).toMatchObject({
      status: 'ready',
      details: {
        settings: { rejected: [{ key: 'realtime:secretSeconds' }] },
        storage: 'unavailable',
        lastFailure: { code: 'quota_unavailable' },
        invalidProfiles: [{ name: 'kiosk', problems: [{ key: 'realtime:profiles:kiosk' }] }],
      },
    });
  });

  test('says that no storage is named, which is why calls that ask for limits do not begin', async () => {
    const ports = { quotaTable: undefined, callTable: undefined };
    const bench = await warmUp(suite.aBench({ calls: '{"perCaller":2}' }, ports));
    expect((await bench.readiness()).body).toMatchObject({
      status: 'ready',
      warnings: ['leash_unavailable'],
      details: { storage: 'not_named' },
    });
  });

  test('says how old the heartbeat is now, and who refuses a hang-up for want of what', async () => {
    const bench = await warmUp(suite.aBench());
    const calls = async () => (await bench.readiness()).body;
    expect(await calls()).toMatchObject({ details: { calls: { sweptBy: 'timer', heartbeat: 'absent' } } });
    const beat = {
      at: NOON_MS,
      by: 'timer',
      forbidden: ['https://a'],
      lacks: 'hang up',
      confirmed: [],
      asked: [],
    } as const;
    await bench.callTable.beat(beat, AbortSignal.timeout(1_000));
    bench.clock.advance(MINUTE_MS);
    expect(await calls()).toMatchObject({
      warnings: ['hangup_forbidden'],
      details: {
        calls: { heartbeat: 'read', sweepAgeSeconds: 60, hangUpForbidden: ['https://a'], hangUpLacks: 'hang up' },
      },
    });
  });

  test('holds no token', async () => {
    const bench = await warmUp(suite.aBench());
    expect(JSON.stringify((await bench.readiness()).body)).not.toMatch(/canary|e30/);
  });

  test('says no more where there are no settings yet to judge a token by, and asks nobody', async () => {
    const bench = suite.aBench();
    expect((await bench.readiness()).body).not.toHaveProperty('details');
    expect(bench.asked).toEqual([]);
  });
});

describe('the readiness probe says no more than to anybody', () => {
  test('to any other caller', async () => {
    const bench = await warmUp(suite.aBench());
    expect(await askedWith(bench, await bench.bearer())).toEqual(READY);
  });

  test('to a bad token', async () => {
    const bench = await warmUp(suite.aBench());
    expect(await askedWith(bench, 'Bearer abc')).toEqual(READY);
  });

  test('to an operator while the issuer is down', async () => {
    const bench = suite.aBench();
    bench.provider.answer(`${VERSION_2_ISSUER}/.well-known/openid-configuration`, () =>
      Promise.reject(new Error('down')),
    );
    await warmUp(bench);
    const { body } = await bench.readiness();
    expect(body).toEqual(READY);
  });

  test('to an operator whose access was revoked', async () => {
    const bench = await warmUp(suite.aBench());
    await bench.mint();
    const { caller } = JSON.parse(bench.lines[0] ?? '') as { caller: string };
    expect((await bench.readiness()).body).toHaveProperty('details');
    bench.store.stored = new Map([
      ...bench.store.stored,
      ['realtime:revoked', { text: JSON.stringify({ subjects: [caller] }) }],
    ]);
    bench.clock.advance(5 * MINUTE_MS);
    await bench.ask('healthz', { method: 'OPTIONS' });
    expect((await bench.readiness()).body).toEqual(READY);
  });
});
