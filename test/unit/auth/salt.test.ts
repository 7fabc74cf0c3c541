import { hashCaller, pseudonymsOf } from '../../../src/auth/caller.ts';
import { digestOf, saltsOf } from '../../../src/auth/salt.ts';
import { parseSettings } from '../../../src/settings/parse-settings.ts';
import { storedSettings } from '../../support/stored-settings.ts';

const USUAL = 'https://store.azconfig.io';
const SPELLINGS = [
  USUAL,
  `${USUAL}/`,
  'https://Store.azconfig.io',
  'HTTPS://STORE.AZCONFIG.IO/',
  `${USUAL}:443`,
  `${USUAL}:443/`,
  `${USUAL}.`,
  `${USUAL}.:443/`,
];
const LABELS = [undefined, 'staging'];
const KEY = '["oidc","https://issuer.example","anna"]';

/** What versions without the key made of the environment. */
function asBefore(endpoint: string, label: string | undefined): string {
  return hashCaller(KEY, `${endpoint}#${label ?? ''}`);
}

function pseudonyms(endpoint: string, label: string | undefined, setting: string | undefined) {
  return pseudonymsOf([KEY], saltsOf({ endpoint, label }, setting));
}

describe.each(LABELS)('with the label %s', (label) => {
  const written = `${USUAL}#${label ?? ''}`;

  test.each(SPELLINGS)('an upgrade lets nobody back in who was revoked at %s', (endpoint) => {
    for (const setting of [undefined, written, 'another text']) {
      expect(pseudonyms(endpoint, label, setting)).toContain(asBefore(endpoint, label));
    }
  });

  test.each(SPELLINGS)('nor does a change of the address to %s, with or without a slash before', (endpoint) => {
    for (const setting of [undefined, written]) {
      for (const earlier of [USUAL, `${USUAL}/`]) {
        expect(pseudonyms(endpoint, label, setting)).toContain(asBefore(earlier, label));
      }
    }
  });

  test('the pseudonym in force is the same however the address is spelled, and with the key as Bicep writes it', () => {
    const inForce = SPELLINGS.flatMap((endpoint) =>
      [undefined, written].map((setting) => pseudonyms(endpoint, label, setting)[0]),
    );
    expect(new Set(inForce)).toEqual(new Set([asBefore(USUAL, label)]));
  });

  test('it is that of the key, once an operator has written another', () => {
    expect(pseudonyms(USUAL, label, 'another text')[0]).toBe(hashCaller(KEY, 'another text'));
  });

  test('nobody else’s pseudonym is among them: of another label, another store, another person', () => {
    const all = SPELLINGS.flatMap((endpoint) => pseudonyms(endpoint, label, undefined));
    expect(all).not.toContain(asBefore(USUAL, 'another'));
    expect(all).not.toContain(asBefore('https://other.azconfig.io', label));
    expect(all).not.toContain(hashCaller('["oidc","https://issuer.example","bob"]', written));
  });
});

test('an address that is none is taken as it is: nothing may fail here', () => {
  expect(saltsOf({ endpoint: 'store', label: undefined }, undefined)).toEqual(['store#', 'store/#']);
  expect(saltsOf({ endpoint: undefined, label: undefined }, undefined)[0]).toBe('#');
});

test('every key that a caller may have had is tried with every salt', () => {
  const [inForce, ...former] = pseudonymsOf(['new', 'old'], ['salt', 'former salt']);
  expect(inForce).toBe(hashCaller('new', 'salt'));
  expect(former).toEqual([
    hashCaller('new', 'former salt'),
    hashCaller('old', 'salt'),
    hashCaller('old', 'former salt'),
  ]);
  expect(pseudonymsOf(['one', 'one'], ['salt'])).toEqual([hashCaller('one', 'salt')]);
});

test('a digest of it tells salts apart, and is no salt', () => {
  expect(digestOf(`${USUAL}#`)).toMatch(/^[0-9a-f]{8}$/);
  expect(digestOf(`${USUAL}#`)).not.toBe(digestOf(`${USUAL}/#`));
});

describe('realtime:salt', () => {
  const problemOf = (salt: string) => {
    const parsed = parseSettings(storedSettings({ salt }));
    return parsed.ok ? undefined : parsed.error.map(({ problem }) => problem).join();
  };

  test.each([`${USUAL}#`, `${USUAL}/#my label`, 'x'.repeat(512), `${USUAL}#größe`, ''])('may be %j', (salt) => {
    expect(problemOf(salt)).toBeUndefined();
  });

  test.each([
    ['x'.repeat(513), 'must have at most 512 characters'],
    ['two\nlines', 'must be one line of text, and no JSON'],
    ['a\u0000b', 'must be one line of text, and no JSON'],
    ['{"limit":6}', 'must be one line of text, and no JSON'],
    ['["x"]', 'must be one line of text, and no JSON'],
    ['"quoted"', 'must be one line of text, and no JSON'],
  ])('is refused where it is %j: everybody would have another pseudonym', (salt, problem) => {
    expect(problemOf(salt)).toBe(problem);
  });
});
