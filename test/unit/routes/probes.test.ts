import type { CallerVerifier } from '../../../src/auth/verifier.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { TOKEN_SCOPES } from '../../../src/realtime/settings.ts';
import { createUpstreamTokens } from '../../../src/realtime/upstream-token.ts';
import type { LastFailure } from '../../../src/routes/issuance-log.ts';
import { createHealthRoute, createReadinessRoute } from '../../../src/routes/probes.ts';
import { createSettingsSource } from '../../../src/settings/settings-source.ts';
import { noTelemetry } from '../../../src/telemetry/telemetry.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { anExchange } from '../../support/exchange.ts';
import { aLog } from '../../support/recording-log.ts';
import { aRequest } from '../../support/requests.ts';
import { unwrap } from '../../support/result.ts';
import { storedSettings } from '../../support/stored-settings.ts';

const [SCOPE, OTHER_SCOPE] = TOKEN_SCOPES;
const AUDIENCE = 'https://cognitiveservices.azure.com';
const IDENTITY_TOKEN = `e30.${Buffer.from(JSON.stringify({ aud: AUDIENCE })).toString('base64url')}.canary`;
const MINUTE_MS = 60_000;
const OPERATOR = { hash: 'a'.repeat(32), scopes: [], roles: [], isOperator: true, issuedAtSeconds: undefined };
const exchange = anExchange(aRequest({ method: 'GET' }));

function aBench() {
  const clock = aClock();
  const log = aLog();
  const state = {
    stored: storedSettings(),
    storeIsDown: false,
    identityIsDown: false,
    honoured: true,
    quotaAvailable: true,
    caller: err({ reason: 'token_missing' }) as Awaited<ReturnType<CallerVerifier['verify']>>,
    lastFailure: undefined as LastFailure | undefined,
    verified: 0,
    loads: 0,
  };
  const store = {
    async read() {
      state.loads += 1;
      if (state.storeIsDown) throw new Error('down');
      return state.stored;
    },
  };
  const credential = {
    async getToken() {
      state.loads += 1;
      if (state.identityIsDown) throw new Error('down');
      return { token: IDENTITY_TOKEN, expiresOnTimestamp: NOON_MS + 120 * MINUTE_MS };
    },
  };
  const settings = createSettingsSource({ store, now: clock.now, log });
  const tokens = createUpstreamTokens({ credential, now: clock.now, log });
  const secrets = {
    mint: () => Promise.reject(new Error('a probe must not mint')),
    lifetimeHonoured: () => state.honoured,
  };
  const quota = {
    take: () => Promise.reject(new Error('a probe must not take a unit')),
    giveBack: () => Promise.reject(new Error('a probe has no unit')),
    available: () => state.quotaAvailable,
  };
  const verifier: CallerVerifier = {
    async verify() {
      state.verified += 1;
      return state.caller;
    },
  };
  const issuances = { lastFailure: () => state.lastFailure };
  const route = createReadinessRoute({ settings, verifier, tokens, secrets, quota, issuances, now: clock.now });
  async function probe(authorization?: string) {
    const request = aRequest({ method: 'GET', headers: authorization === undefined ? {} : { authorization } });
    const { status, headers, jsonBody } = unwrap(await route(anExchange(request)));
    return { status, retryAfter: new Headers(headers as Record<string, string>).get('retry-after'), ...jsonBody };
  }
  async function warmUp() {
    await Promise.all([settings.refresh(), tokens[SCOPE].refresh()]);
  }
  return { clock, state, settings, tokens, route, probe, warmUp };
}

const READY = { status: 'ready', failing: [], warnings: [] };

async function statusOf(route: ReturnType<typeof createReadinessRoute>): Promise<number | undefined> {
  return unwrap(await route(exchange)).status;
}

describe('the health probe', () => {
  test('answers 200 with the version, and nothing about the deployment', async () => {
    const route = createHealthRoute('1.2.3');
    expect(unwrap(await route(exchange))).toEqual({ status: 200, jsonBody: { status: 'ok', version: '1.2.3' } });
    expect(await statusOf(route)).toBe(200);
  });
});

describe('the readiness probe', () => {
  test('is ready when settings and token are there', async () => {
    const { probe, warmUp } = aBench();
    await warmUp();
    expect(await probe()).toEqual({ ...READY, retryAfter: null });
  });

  test('is not ready before, and says when to ask again', async () => {
    const { probe } = aBench();
    expect(await probe()).toEqual({
      status: 'not_ready',
      failing: ['settings_unavailable', 'credential_unavailable'],
      warnings: [],
      retryAfter: '5',
    });
  });

  test('starts no work', async () => {
    const { probe, state } = aBench();
    await probe();
    expect(state.loads).toBe(0);
  });

  test('is not ready without a token', async () => {
    const { probe, warmUp, state } = aBench();
    state.identityIsDown = true;
    await warmUp();
    expect(await probe()).toMatchObject({ status: 'not_ready', failing: ['credential_unavailable'] });
  });

  test('asks for the token of the configured scope', async () => {
    const { probe, warmUp, state, tokens } = aBench();
    state.stored = storedSettings({ tokenScope: OTHER_SCOPE });
    await warmUp();
    expect(await probe()).toMatchObject({ failing: ['credential_unavailable'] });
    await tokens[OTHER_SCOPE].get();
    expect(await probe()).toMatchObject(READY);
  });

  test('stays ready while the instance is idle, however old everything grows', async () => {
    const { probe, warmUp, clock } = aBench();
    await warmUp();
    clock.advance(24 * 60 * MINUTE_MS);
    expect(await probe()).toMatchObject(READY);
  });

  test('warns when callers wait for a store that is down, and is not ready after an hour of it', async () => {
    const { probe, warmUp, clock, state, settings } = aBench();
    await warmUp();
    state.storeIsDown = true;
    clock.advance(4 * MINUTE_MS);
    await settings.get();
    expect(await probe()).toMatchObject(READY);
    clock.advance(MINUTE_MS);
    await settings.get();
    expect(await probe()).toMatchObject({ status: 'ready', warnings: ['settings_stale'] });
    clock.advance(55 * MINUTE_MS);
    await settings.get();
    expect(await probe()).toMatchObject({ status: 'not_ready', failing: ['settings_unavailable'] });
  });

  test('warns, and stays ready, while a wrong set is rejected', async () => {
    const { probe, warmUp, clock, state, settings } = aBench();
    await warmUp();
    state.stored = storedSettings({ secretSeconds: '5' });
    clock.advance(5 * MINUTE_MS);
    await settings.get();
    expect(await probe()).toMatchObject({ status: 'ready', warnings: ['settings_invalid'] });
  });

  test('warns, and stays ready, while a profile cannot be used, and does not name it', async () => {
    const { probe, warmUp, state } = aBench();
    state.stored = storedSettings({ 'profiles:kiosk': '{' });
    await warmUp();
    expect(await probe()).toEqual({ ...READY, warnings: ['profile_invalid'], retryAfter: null });
  });

  test('warns when Azure does not honour the lifetime', async () => {
    const { probe, warmUp, state } = aBench();
    await warmUp();
    state.honoured = false;
    expect(await probe()).toMatchObject({ status: 'ready', warnings: ['lifetime_not_honoured'] });
  });

  test('names neither resource, deployment nor tenant', async () => {
    const { probe, warmUp } = aBench();
    await warmUp();
    expect(JSON.stringify(await probe())).not.toMatch(/contoso|gpt-realtime|1111/);
  });
});

describe('the readiness probe, asked by an operator', () => {
  const BEARER = 'Bearer token';

  test('says how old settings and token are, for whom the token is, and that nothing has failed', async () => {
    const { probe, warmUp, clock, state } = aBench();
    await warmUp();
    clock.advance(MINUTE_MS);
    state.caller = ok(OPERATOR);
    expect(await probe(BEARER)).toEqual({
      ...READY,
      retryAfter: null,
      details: {
        settings: { ageSeconds: 60, rejected: [] },
        token: { scope: SCOPE, audience: AUDIENCE, ageSeconds: 60 },
        storage: 'available',
        lastFailure: null,
        invalidProfiles: [],
      },
    });
  });

  test('says what failed last, what is rejected and which profiles are wrong, and is ready all the same', async () => {
    const { probe, warmUp, clock, state, settings } = aBench();
    state.stored = storedSettings({ 'profiles:kiosk': '{' });
    await warmUp();
    state.stored = storedSettings({ secretSeconds: '5' });
    clock.advance(5 * MINUTE_MS);
    await settings.get();
    state.caller = ok(OPERATOR);
    state.quotaAvailable = false;
    const ids = { requestId: 'r-1', code: 'upstream_auth', diagnosis: 'role-missing', upstreamRequestId: 'apim-1' };
    state.lastFailure = { atEpochMs: NOON_MS, ...ids };
    expect(await probe(BEARER)).toMatchObject({
      status: 'ready',
      details: {
        settings: { rejected: [{ key: 'realtime:secretSeconds' }] },
        storage: 'unavailable',
        lastFailure: { at: new Date(NOON_MS).toISOString(), ...ids },
        invalidProfiles: [{ name: 'kiosk', problems: [{ key: 'realtime:profiles:kiosk' }] }],
      },
    });
  });

  test('holds no token', async () => {
    const { probe, warmUp, state } = aBench();
    await warmUp();
    state.caller = ok(OPERATOR);
    expect(JSON.stringify(await probe(BEARER))).not.toMatch(/canary|e30/);
  });

  test.each<[string, Awaited<ReturnType<CallerVerifier['verify']>>]>([
    ['any other caller', ok({ ...OPERATOR, isOperator: false })],
    ['a bad token', err({ reason: 'token_invalid', flaw: 'expired' })],
    ['an issuer that is down', err({ reason: 'issuer_unavailable', cause: 'down' })],
  ])('says no more to %s than to anybody', async (_who, caller) => {
    const { probe, warmUp, state } = aBench();
    await warmUp();
    state.caller = caller;
    expect(await probe(BEARER)).toEqual({ ...READY, retryAfter: null });
  });

  test('says no more to one whose access was revoked', async () => {
    const { probe, warmUp, state } = aBench();
    state.stored = storedSettings({ revoked: JSON.stringify({ subjects: [OPERATOR.hash] }) });
    await warmUp();
    state.caller = ok(OPERATOR);
    expect(await probe(BEARER)).toEqual({ ...READY, retryAfter: null });
  });

  test('looks at a token only where one is sent, and where there are settings to judge it by', async () => {
    const { probe, warmUp, state } = aBench();
    await probe(BEARER);
    await warmUp();
    await probe();
    expect(state.verified).toBe(0);
    await probe(BEARER);
    expect(state.verified).toBe(1);
  });
});

describe('what is told of readiness', () => {
  test('is each change, and not the same answer again', async () => {
    const { state, route, warmUp } = aBench();
    const told: unknown[] = [];
    const telemetry = { ...noTelemetry.begin(undefined), event: (...said: readonly unknown[]) => void told.push(said) };
    const ask = () => route(anExchange(aRequest({ method: 'GET' }), telemetry));
    await ask();
    await warmUp();
    await ask();
    await ask();
    state.honoured = false;
    await ask();
    expect(told).toEqual([
      ['readiness_change', { status: 'not_ready', failing: 'settings_unavailable,credential_unavailable' }],
      ['readiness_change', { status: 'ready' }],
      ['readiness_change', { status: 'ready', warnings: 'lifetime_not_honoured' }],
    ]);
  });
});
