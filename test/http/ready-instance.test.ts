/** What an instance has at hand before its first caller comes. */
import { API_CLIENT_ID, API_SCOPE } from '../../local/azure/foundation/directory.ts';
import { type System, type SystemOptions, startSystem } from './system.ts';

/** The longest that a source which fails is left alone. */
const COOLED_DOWN_MS = 31_000;

let system: System;
afterEach(() => system.stop());

async function aSystem(prepare?: SystemOptions['prepare']): Promise<void> {
  system = await startSystem(prepare ? { prepare } : {});
}

/** The discovery document and the key set; the switch that closes the issuer's port comes after both. */
async function hasKeys(): Promise<void> {
  await system.until(() => system.azure.requests.count('issuer') === 2);
  await system.request('/api/healthz');
}

test('serves its first caller without asking the issuer, and even while the issuer is down', async () => {
  await aSystem();
  await hasKeys();
  system.azure.switches.set('issuer.down', 'reset');
  expect(await system.mint()).toMatchObject({ status: 200 });
  expect(system.azure.requests.count('issuer')).toBe(2);
});

test('stands ready although the issuer was down as it started, and serves callers once the issuer is back', async () => {
  await aSystem(({ switches }) => switches.set('issuer.jwks', 'error'));
  await hasKeys();
  expect(await system.request('/api/healthz')).toMatchObject({ status: 200 });
  expect(await system.mint()).toMatchObject({ status: 503, json: { code: 'issuer_unavailable' } });
  system.azure.switches.reset();
  await system.advance(COOLED_DOWN_MS);
  expect(await system.mint()).toMatchObject({ status: 200 });
});

test('has the keys of an issuer that changed settings name before a caller of that issuer comes', async () => {
  await aSystem(({ settings }) => void settings.delete('realtime:callers'));
  await system.until(() => system.azure.requests.count('appConfiguration') > 0);
  expect(system.azure.requests.count('issuer')).toBe(0);
  const rule = { issuer: system.azure.urls.issuer, audiences: [API_CLIENT_ID], scope: API_SCOPE };
  system.azure.settings.set('realtime:callers', JSON.stringify([rule]));
  await system.advance(COOLED_DOWN_MS);
  // Whoever comes makes the app look at its settings.
  expect(await system.mint({ headers: {} })).toMatchObject({ status: 401 });
  await hasKeys();
  system.azure.switches.set('issuer.down', 'reset');
  expect(await system.mint()).toMatchObject({ status: 200 });
});
