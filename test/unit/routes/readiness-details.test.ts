import type { CallerVerifier } from '../../../src/auth/verifier.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { NOON_MS } from '../../support/clock.ts';
import { storedSettings } from '../../support/stored-settings.ts';
import { AUDIENCE, aBench, MINUTE_MS, OPERATOR, READY, SCOPE } from './probe-bench.ts';

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
    state.stored = storedSettings({ 'profiles:kiosk': '{', secretSeconds: '5' });
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
