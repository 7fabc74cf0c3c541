/** The same value in the forms that stores, editors and pipelines give it. */
import { parseSettings } from '../../../src/settings/parse-settings.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';
import { BASE_KEYS, OTHER_VALUES } from './other-values.ts';

describe('the content type of a value', () => {
  const VAULT = 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8';
  const REFERENCE = '{"uri":"https://vault.example/secrets/x"}';
  const toVault =
    'is a reference to Key Vault, which is not followed here: write the value itself, without this content type';

  function typed(key: string, text: string, contentType: string) {
    return new Map(storedSettings()).set(`realtime:${key}`, { text, contentType });
  }

  test.each(BASE_KEYS)('that makes a reference to Key Vault of %s is refused by that key’s name', (key) => {
    expect(errorOf(parseSettings(typed(key, REFERENCE, VAULT)))).toEqual([
      { key: `realtime:${key}`, problem: toVault },
    ]);
  });

  test.each(['profiles:kv', 'profiles:kv:instructions'])(
    'that makes a reference to Key Vault of %s refuses that profile alone: its JSON would be the prompt',
    (key) => {
      const stored = typed('profiles:kv', '{}', '').set(`realtime:${key}`, { text: REFERENCE, contentType: VAULT });
      const { profiles } = unwrap(parseSettings(stored));
      expect(profiles.get('kv')).toMatchObject({
        ok: false,
        error: { problems: [{ key: `realtime:${key}`, problem: toVault }] },
      });
      expect(profiles.get('default')).toMatchObject({ ok: true });
    },
  );

  test.each([
    ['APPLICATION/vnd.microsoft.appconfig.KeyVaultRef+json', 'is a reference to Key Vault'],
    ['application/vnd.microsoft.appconfig.ff+json;charset=utf-8', 'is a feature flag'],
    [
      'application/json; profile="https://azconfig.io/mime-profiles/snapshot-ref"; charset=utf-8',
      'is a reference to a snapshot',
    ],
  ])('%s is refused, since its JSON stands for something else', (contentType, problem) => {
    const [first] = errorOf(parseSettings(typed('deployment', '{}', contentType)));
    expect(first?.problem).toContain(problem);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    ' Application/JSON ;charset=utf-8',
    'application/problem+json',
    'application/vnd.example.v1+json;v=1',
  ])('%s makes a JSON string the text that it means', (contentType) => {
    expect(unwrap(parseSettings(typed('deployment', '"gpt-realtime-mini"', contentType))).targets[0].deployment).toBe(
      'gpt-realtime-mini',
    );
    expect(unwrap(parseSettings(typed('secretSeconds', '45', contentType))).secretSeconds).toBe(45);
    const instructions = new Map(storedSettings({ 'profiles:a': '{}' })).set('realtime:profiles:a:instructions', {
      text: '"Say \\"hello\\".\\nBe brief."\n',
      contentType,
    });
    expect(unwrap(parseSettings(instructions)).profiles.get('a')).toMatchObject({
      value: { session: { instructions: 'Say "hello".\nBe brief.' } },
    });
  });

  test('JSON leaves a value that is JSON as it is, and a text that is none', () => {
    expect(
      unwrap(parseSettings(typed('cors:origins', OTHER_VALUES['cors:origins'], 'application/json')))['cors:origins'],
    ).toEqual(['https://app.example.com']);
    expect(unwrap(parseSettings(typed('deployment', 'gpt-realtime', 'application/json'))).targets[0].deployment).toBe(
      'gpt-realtime',
    );
    expect(errorOf(parseSettings(typed('cors:origins', JSON.stringify('[]'), 'application/json')))).toHaveLength(1);
  });

  test.each(['', 'text/plain', 'text/plain; charset=utf-8', 'application/jsonp', 'application/x-json-ish'])(
    '%j leaves the quotes, which are the text’s own',
    (contentType) => {
      const stored = typed('profiles:a', '{}', '').set('realtime:profiles:a:instructions', {
        text: '"Welcome" is the first word.',
        contentType,
      });
      expect(unwrap(parseSettings(stored)).profiles.get('a')).toMatchObject({
        value: { session: { instructions: '"Welcome" is the first word.' } },
      });
    },
  );

  test('of JSON makes an empty string an absent value', () => {
    expect(errorOf(parseSettings(typed('deployment', '""', 'application/json')))).toEqual([
      { key: 'realtime:deployment', problem: 'is not set' },
    ]);
  });
});

describe('what editors and pipelines leave around a value', () => {
  const around = (text: string) => `\uFEFF ${text}\r\n`;

  test.each(BASE_KEYS)('counts for nothing in %s', (key) => {
    expect(someSettings({ [key]: around(OTHER_VALUES[key]) })).toEqual(someSettings({ [key]: OTHER_VALUES[key] }));
  });

  test('counts for nothing in a profile', () => {
    const { profiles } = someSettings({
      'profiles:a': around('{"secretSeconds":30}'),
      'profiles:a:instructions': '\uFEFF Be brief.\r\n',
    });
    // Instructions are somebody's words: they lose the mark, and nothing that was written.
    expect(profiles.get('a')).toMatchObject({
      value: { secretSeconds: 30, session: { instructions: ' Be brief.\r\n' } },
    });
  });
});
