import { type Answer, type System, startSystem } from './system.ts';

const FAULTS = [
  ['refuses connections', 'issuer.down', 'refuse'],
  ['resets connections', 'issuer.down', 'reset'],
  ['answers 503 for its discovery document', 'issuer.discovery', 'error'],
  ['names another issuer in its discovery document', 'issuer.discovery', 'wrong-issuer'],
  ['redirects its discovery document', 'issuer.discovery', 'redirect'],
  ['names a key set over plain http', 'issuer.discovery', 'http-jwks-uri'],
  ['has a discovery document that is no JSON', 'issuer.discovery', 'malformed'],
  ['has a discovery document of megabytes', 'issuer.discovery', 'oversize'],
  ['resets the connection at its keys', 'issuer.jwks', 'reset'],
  ['answers 503 for its keys', 'issuer.jwks', 'error'],
  ['redirects its keys', 'issuer.jwks', 'redirect'],
  ['has a key set that is no JSON', 'issuer.jwks', 'malformed'],
  ['has a key set of megabytes', 'issuer.jwks', 'oversize'],
  ['has a key set without keys', 'issuer.jwks', 'empty'],
] as const;
const MINUTE_MS = 60_000;
/** Keys are asked for again behind a request when they are older than ten minutes, and forgotten after an hour. */
const KEYS_AGE_MS = 11 * MINUTE_MS;
const KEYS_FORGOTTEN_MS = 61 * MINUTE_MS;
/** A token with an unknown key id makes the app look for new keys no more often than this. */
const LOOK_AGAIN_MS = 31_000;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());
beforeEach(() => system.azure.requests.clear());
afterEach(async () => {
  system.azure.switches.reset();
  await system.advance(LOOK_AGAIN_MS);
  await system.mintUntil(200);
});

function expectUncheckable(answer: Answer): void {
  expect({ status: answer.status, ...answer.json }).toMatchObject({ status: 503, code: 'issuer_unavailable' });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.headers.get('www-authenticate')).toBeNull();
  expect(answer.text).not.toMatch(/localhost|127\.0\.0\.1|login\.example/);
}

function expectNothingMovedAsked(): void {
  expect(system.azure.requests.list('issuer').filter(({ path }) => path.startsWith('/moved'))).toEqual([]);
}

describe('a key set with odd members', () => {
  test('refuses nobody whose key is among them, and is told once, until the set changes', async () => {
    await system.advance(KEYS_FORGOTTEN_MS);
    const before = (await system.logged('issuer_keys_ignored', 0)).length;
    system.azure.switches.set('issuer.jwks', 'odd');
    expect(await system.mint()).toMatchObject({ status: 200 });
    await system.advance(KEYS_FORGOTTEN_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect((await system.logged('issuer_keys_ignored', before + 1)).slice(before)).toEqual([
      { event: 'issuer_keys_ignored', issuer: system.azure.urls.issuer, ignored: 3, kept: 3, level: 'warn' },
    ]);
  });

  test('does not make a foreign signature good', async () => {
    await system.advance(KEYS_FORGOTTEN_MS);
    system.azure.switches.set('issuer.jwks', 'odd');
    const [good = ''] = [(await system.bearer()).Authorization];
    const [header = '', claims = ''] = good.split('.');
    const forged = `${header}.${claims}.${Buffer.alloc(256, 1).toString('base64url')}`;
    expect(await system.mint({ headers: { Authorization: forged } })).toMatchObject({ status: 401 });
  });
});

describe('without keys', () => {
  test.each(FAULTS)('a caller cannot be checked when the issuer %s', async (_what, name, value) => {
    await system.advance(KEYS_FORGOTTEN_MS);
    system.azure.switches.set(name, value);
    const answer = await system.mint();
    expectUncheckable(answer);
    expect(await system.mintLine(answer)).toMatchObject({ code: 'issuer_unavailable', cause: expect.any(String) });
    expect(system.azure.requests.count('openai')).toBe(0);
    expectNothingMovedAsked();
  });

  test('a caller is told in time when the issuer does not answer', async () => {
    await system.advance(KEYS_FORGOTTEN_MS);
    system.azure.switches.set('issuer.delayMs', 60_000);
    expectUncheckable(await system.mint());
  });
});

describe('with keys held', () => {
  beforeEach(async () => {
    await system.advance(KEYS_FORGOTTEN_MS);
    await system.mintUntil(200);
    system.azure.requests.clear();
  });

  test.each(FAULTS)('a caller is served when the issuer %s', async (_what, name, value) => {
    system.azure.switches.set(name, value);
    await system.advance(KEYS_AGE_MS);
    expect((await system.mint()).status).toBe(200);
    // The look that this mint started behind itself; a port that is closed sees none.
    await system.until(() => value === 'refuse' || system.azure.requests.count('issuer') > 0);
    await system.advance(KEYS_AGE_MS);
    expect((await system.mint()).status).toBe(200);
    await system.advance(KEYS_AGE_MS);
    expect((await system.mint()).status).toBe(200);
    expectNothingMovedAsked();
  });
});

describe('when the issuer changes its key', () => {
  test('takes a token of the new key at once, and none of the old one', async () => {
    await system.advance(LOOK_AGAIN_MS);
    const ofOldKey = await system.bearer();
    expect((await system.mint({ headers: ofOldKey })).status).toBe(200);
    system.azure.rotateIssuerKeys();
    expect((await system.mint()).status).toBe(200);

    const refused = await system.mint({ headers: ofOldKey });
    expect(refused).toMatchObject({ status: 401, json: { code: 'token_invalid' } });
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('a storm of tokens with invented key ids', () => {
  test('asks the issuer for its keys once, and stops no good caller', async () => {
    await system.advance(LOOK_AGAIN_MS);
    const invented = await Promise.all(
      Array.from({ length: 200 }, (_, index) => system.bearer({}, { kid: `invented-${index}` })),
    );
    const answers = await Promise.all(invented.map((headers) => system.mint({ headers })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await system.mint()).status).toBe(200);
    // The discovery document and the key set.
    expect(system.azure.requests.count('issuer')).toBeLessThanOrEqual(2);
    expect(system.azure.requests.count('openai')).toBe(1);
  });
});
