import { createHealthRoute, type createReadinessRoute } from '../../../src/routes/probes.ts';
import { noTelemetry } from '../../../src/telemetry/telemetry.ts';
import { anExchange } from '../../support/exchange.ts';
import { aRequest } from '../../support/requests.ts';
import { unwrap } from '../../support/result.ts';
import { storedSettings } from '../../support/stored-settings.ts';
import { aBench, exchange, MINUTE_MS, OTHER_SCOPE, READY } from './probe-bench.ts';

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
