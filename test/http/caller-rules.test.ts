/** What realtime:callers asks for decides who is served, and what the others are told. */
import { API_CLIENT_ID, API_ROLE, API_SCOPE } from '../../local/azure/foundation/directory.ts';
import { type System, startSystem } from './system.ts';

/** The longest that a source which fails is left alone. */
const COOLED_DOWN_MS = 31_000;
/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * 60_000;

describe('until realtime:callers is set', () => {
  let closed: System;
  beforeAll(async () => {
    closed = await startSystem({ prepare: ({ settings }) => void settings.delete('realtime:callers') });
  });
  afterAll(() => closed.stop());

  test('nobody is served, and the answer names the key; from then on callers are', async () => {
    const { settings } = closed.azure;
    const rule = { issuer: closed.azure.urls.issuer, audiences: [API_CLIENT_ID], scope: API_SCOPE };
    const wrong = [
      undefined,
      '',
      '[]',
      '{',
      JSON.stringify([{ ...rule, audiences: [] }]),
      JSON.stringify([{ ...rule, scope: undefined }]),
    ];
    for (const text of wrong) {
      if (text !== undefined) settings.set('realtime:callers', text);
      await closed.advance(COOLED_DOWN_MS);
      const { status, headers, json } = await closed.mint();
      expect([text, status, json['code']]).toEqual([text, 503, 'configuration_unavailable']);
      expect(json['detail']).toContain('realtime:callers');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(closed.azure.requests.count('openai')).toBe(0);
    settings.set('realtime:callers', JSON.stringify([rule]));
    await closed.advance(COOLED_DOWN_MS);
    expect(await closed.mint()).toMatchObject({ status: 200 });
  });
});

describe('by what a rule asks for', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  /** Of the emulated issuer. */
  async function setRule(permission: Readonly<Record<string, string>>): Promise<void> {
    const rule = { issuer: system.azure.urls.issuer, audiences: [API_CLIENT_ID], ...permission };
    system.azure.settings.set('realtime:callers', JSON.stringify([rule]));
    await system.advance(OLD_MS);
  }

  test('a person is pointed at no scope where only a role is configured', async () => {
    await setRule({ role: API_ROLE });
    const { status, headers, json } = await system.mint();
    expect([status, json['code']]).toEqual([403, 'insufficient_scope']);
    expect(headers.get('www-authenticate')).not.toContain('scope="');
    expect(json['detail']).not.toContain('WWW-Authenticate');
    const app = await system.bearer({ scp: undefined, idtyp: 'app', roles: [API_ROLE] });
    expect(await system.mint({ headers: app })).toMatchObject({ status: 200 });
  });

  test.each(['gcn.nasa.gov/circular-submitter', 'https://api.example.com/x'])(
    'a scope of another provider’s form is served, and named whole where it is missing: %s',
    async (scope) => {
      await setRule({ scope });
      expect((await system.mint()).headers.get('www-authenticate')).toContain(`, scope="${scope}"`);
      const headers = await system.bearer({ scp: undefined, scope: `openid ${scope}` });
      expect(await system.mint({ headers })).toMatchObject({ status: 200 });
    },
  );

  test('app-only tokens are refused where no role is configured', async () => {
    await setRule({ scope: API_SCOPE });
    const headers = await system.bearer({ scp: undefined, idtyp: 'app', roles: [API_ROLE] });
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect(await system.mint({ headers })).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
  });
});
