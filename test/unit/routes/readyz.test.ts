import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { NOON_MS } from '../../support/clock.ts';
import { json } from '../../support/loopback-server.ts';
import { aMintSuite, type MintBench } from '../../support/mint-suite.ts';
import { settled } from '../../support/settled.ts';
import { startApp, type TestApp } from '../../support/start-app.ts';
import { API, storedSettings, TENANT } from '../../support/stored-settings.ts';

const MINUTE_MS = 60_000;
const READY = { status: 'ready', failing: [], warnings: [] };

const SPEAKING_RULE = {
  ...{ tenant: TENANT, audiences: [API], role: 'Mint.All' },
  onBehalf: { role: 'Speaks', calls: { perCaller: 1 } },
};

/** As where the environment names no storage. */
const NO_STORAGE = { quotaTable: undefined, callTable: undefined };

const suite = aMintSuite();

async function warmUp(app: TestApp): Promise<void> {
  app.warmUp();
  await settled();
}

async function probe({ ask }: TestApp) {
  const { status, headers, body } = await ask('readyz');
  return { status, retryAfter: headers.get('retry-after'), body };
}

/** Any request reads the settings; this one does nothing else. */
async function poll({ ask }: TestApp): Promise<void> {
  await ask('healthz', { method: 'OPTIONS' });
  await settled();
}

/** Azure gives secrets that live for longer than they were asked to. */
async function mintLongLived(bench: MintBench): Promise<void> {
  suite.server.answers(json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 7_200 }));
  await bench.mint();
}

describe('the readiness probe', () => {
  test('is ready when settings and token are there', async () => {
    const app = startApp();
    await warmUp(app);
    expect(await probe(app)).toEqual({ status: 200, retryAfter: null, body: READY });
  });

  test('is not ready before, says when to ask again, and starts no work', async () => {
    const app = startApp();
    expect(await probe(app)).toEqual({
      status: 503,
      retryAfter: '5',
      body: { status: 'not_ready', failing: ['settings_unavailable', 'credential_unavailable'], warnings: [] },
    });
    await settled();
    expect(app.asked).toEqual([]);
  });

  test('is not ready without a token', async () => {
    const app = startApp();
    app.identity.failure = new Error('down');
    await warmUp(app);
    expect((await probe(app)).body).toMatchObject({ status: 'not_ready', failing: ['credential_unavailable'] });
  });

  test('asks for the token of the configured scope', async () => {
    const app = startApp();
    await warmUp(app);
    app.store.stored = storedSettings({ tokenScope: TOKEN_SCOPES[1] });
    app.clock.advance(5 * MINUTE_MS);
    await poll(app);
    expect((await probe(app)).body).toMatchObject({ failing: ['credential_unavailable'] });
    await warmUp(app);
    expect((await probe(app)).body).toEqual(READY);
  });

  test('stays ready while the instance is idle, however old everything grows', async () => {
    const app = startApp();
    await warmUp(app);
    app.clock.advance(24 * 60 * MINUTE_MS);
    expect((await probe(app)).body).toEqual(READY);
  });

  test('warns when callers wait for a store that is down, and is not ready after an hour of it', async () => {
    const app = startApp();
    await warmUp(app);
    app.store.failure = new Error('down');
    app.clock.advance(4 * MINUTE_MS);
    await poll(app);
    expect((await probe(app)).body).toEqual(READY);
    app.clock.advance(MINUTE_MS);
    await poll(app);
    expect((await probe(app)).body).toMatchObject({ status: 'ready', warnings: ['settings_stale'] });
    app.clock.advance(55 * MINUTE_MS);
    await poll(app);
    expect((await probe(app)).body).toMatchObject({ status: 'not_ready', failing: ['settings_unavailable'] });
  });

  test('warns, and stays ready, while a wrong set is rejected', async () => {
    const app = startApp();
    await warmUp(app);
    app.store.stored = storedSettings({ secretSeconds: '5' });
    app.clock.advance(5 * MINUTE_MS);
    await poll(app);
    expect((await probe(app)).body).toMatchObject({ status: 'ready', warnings: ['settings_invalid'] });
  });

  test('warns, and stays ready, while a profile cannot be used, and does not name it', async () => {
    const app = startApp({ settings: { 'profiles:kiosk': '{' } });
    await warmUp(app);
    expect((await probe(app)).body).toEqual({ ...READY, warnings: ['profile_invalid'] });
  });

  test('warns when Azure does not honour the lifetime', async () => {
    const bench = suite.aBench();
    await mintLongLived(bench);
    expect((await probe(bench)).body).toMatchObject({ status: 'ready', warnings: ['lifetime_not_honoured'] });
  });

  test.each([
    ['a profile that says how long its calls may last', { 'profiles:short': '{"maxMinutes":10}' }],
    ['a policy of minutes', { quota: '{"spoken":{"minutes":60,"windowSeconds":86400}}' }],
    ['settings of the calls that ask for a limit', { calls: '{"perCaller":2}' }],
    ['a rule that has a limit for the end users of its apps', { callers: JSON.stringify([SPEAKING_RULE]) }],
  ])('warns, before a caller meets it, that no call begins where no storage is named: %s', async (_what, settings) => {
    const app = startApp({ settings, ports: NO_STORAGE });
    await warmUp(app);
    expect((await probe(app)).body).toEqual({ ...READY, warnings: ['leash_unavailable'] });
  });

  test.each([
    ['nothing asks for it', {}],
    ['the settings of the calls switch everything off', { calls: '{"maxMinutes":null,"perCaller":null}' }],
  ])('does not miss storage where %s', async (_what, settings) => {
    const app = startApp({ settings, ports: NO_STORAGE });
    await warmUp(app);
    expect((await probe(app)).body).toEqual(READY);
  });

  test('warns while no call may begin, and no longer than that', async () => {
    const endBefore = new Date(NOON_MS + MINUTE_MS).toISOString();
    const app = startApp({ settings: { 'calls:endBefore': endBefore } });
    await warmUp(app);
    expect((await probe(app)).body).toEqual({ ...READY, warnings: ['calls_stopped'] });
    app.clock.advance(MINUTE_MS);
    expect((await probe(app)).body).toEqual(READY);
  });

  test('names neither resource, deployment nor tenant', async () => {
    const app = startApp();
    await warmUp(app);
    expect(JSON.stringify(await probe(app))).not.toMatch(/contoso|gpt-realtime|1111/);
  });
});

test('each change of readiness is told, and not the same answer again', async () => {
  const bench = suite.aBench();
  await probe(bench);
  await warmUp(bench);
  await probe(bench);
  await probe(bench);
  await mintLongLived(bench);
  await probe(bench);
  const changes = (await bench.told()).filter(({ name }) => name === 'readiness_change');
  expect(changes.map(({ properties }) => properties)).toEqual([
    { status: 'not_ready', failing: 'settings_unavailable,credential_unavailable' },
    { status: 'ready' },
    { status: 'ready', warnings: 'lifetime_not_honoured' },
  ]);
});
