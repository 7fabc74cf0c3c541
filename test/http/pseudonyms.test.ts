/** Whoever was revoked before an upgrade is revoked after it, whatever slash the store's address has. */
import { hashCaller } from '../../src/auth/caller.ts';
import { type System, startSystem } from './system.ts';

/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * 60_000;
const SALT = 'realtime:salt';

let system: System;
let address: string;
afterEach(() => system.stop());

/** With the store's address spelled that way in the environment. */
async function startAt(spell: (address: string) => string): Promise<void> {
  const environment: Record<string, string> = {};
  system = await startSystem({
    environment,
    prepare({ urls }) {
      address = urls.appConfiguration;
      environment['AZURE_APPCONFIGURATION_ENDPOINT'] = spell(address);
    },
  });
}

/** As versions without the key made it of the environment. */
const asBefore = (sub: string, endpoint: string): string =>
  hashCaller(JSON.stringify(['oidc', system.azure.urls.issuer, sub]), `${endpoint}#`);
const mintAs = async (sub: string) => system.mint({ headers: await system.bearer({ sub }) });
const callerOf = async (sub: string) => (await system.mintLine(await mintAs(sub)))['caller'];

async function set(key: string, value: string | undefined): Promise<void> {
  if (value === undefined) system.azure.settings.delete(key);
  else system.azure.settings.set(key, value);
  await system.advance(OLD_MS);
}

describe.each<[string, (address: string) => string]>([
  ['without a slash', (text) => text],
  ['with a slash', (text) => `${text}/`],
  ['in capitals', (text) => text.replace('https', 'HTTPS')],
])('an address %s', (_what, spell) => {
  test('un-revokes nobody, with the salt and without it', async () => {
    await startAt(spell);
    const spellings = [spell(address), address, `${address}/`];
    const revoked = spellings.map((endpoint, index) => asBefore(`sent-away-${index}`, endpoint));
    await set('realtime:revoked', JSON.stringify({ subjects: revoked }));
    for (const salt of [undefined, `${address}#`, undefined, 'another']) {
      await set(SALT, salt);
      for (const [index, subject] of revoked.entries()) {
        const refused = await mintAs(`sent-away-${index}`);
        expect(refused).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
        expect(await system.mintLine(refused)).toMatchObject({ subject });
      }
      expect(await mintAs('the-neighbour')).toMatchObject({ status: 200 });
    }
  });

  test('gives the same pseudonym as every other spelling, and as the salt that Bicep writes', async () => {
    await startAt(spell);
    const expected = asBefore('anna', address);
    expect(await callerOf('anna')).toBe(expected);
    await set(SALT, `${address}#`);
    expect(await callerOf('anna')).toBe(expected);
    await set(SALT, 'another');
    expect(await callerOf('anna')).not.toBe(expected);
    const digests = (await system.logged('settings_loaded', 3)).map(({ saltDigest }) => saltDigest);
    expect(digests).toEqual([digests[0], digests[0], expect.stringMatching(/^[0-9a-f]{8}$/)]);
    expect(digests[2]).not.toBe(digests[0]);
    expect(system.host.output()).not.toContain('"another"');
  });
});

describe('a salt that cannot be used', () => {
  test('refuses everybody where this instance has had no good one, and is named', async () => {
    system = await startSystem({ prepare: ({ settings }) => void settings.set(SALT, 'x'.repeat(600)) });
    const { status, json } = await system.mint();
    expect([status, json['code']]).toEqual([503, 'configuration_unavailable']);
    expect(json['detail']).toContain('realtime:salt must have at most 512 characters');
    await set(SALT, 'x'.repeat(500));
    expect(await system.mint()).toMatchObject({ status: 200 });
  });

  test('keeps the last good one in force', async () => {
    await startAt((text) => text);
    await set(SALT, 'good');
    const caller = await callerOf('anna');
    await set(SALT, '{}');
    expect(await callerOf('anna')).toBe(caller);
  });
});
