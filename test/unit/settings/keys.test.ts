import { BASE_SETTINGS, KEY_PREFIX, SETTING_KEYS } from '../../../src/settings/keys.ts';
import { parseSettings } from '../../../src/settings/parse-settings.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';

describe('the table of settings', () => {
  test('has one row for each setting, and one for each pattern of a profile’s keys', () => {
    expect(SETTING_KEYS.map(({ key }) => key)).toEqual([
      ...Object.keys(BASE_SETTINGS),
      'profiles:<name>',
      'profiles:<name>:instructions',
    ]);
  });

  test.each(SETTING_KEYS)('says truly whether $key is required', ({ key, required }) => {
    const without = parseSettings(storedSettings({ [key]: undefined }));
    expect(without.ok).toBe(!required);
  });

  test.each(SETTING_KEYS.filter(({ defaultText }) => defaultText !== undefined))(
    'shows a default of $key that could stand in the store and changes nothing',
    ({ key, defaultText }) => {
      expect(someSettings({ [key]: defaultText })).toEqual(someSettings());
    },
  );

  test.each(SETTING_KEYS)('explains $key in a sentence', ({ meaning }) => {
    expect(meaning).toMatch(/^.{20,}\.$/);
  });

  test('has the prefix that the store is read by', () => {
    expect(KEY_PREFIX).toBe('realtime:');
  });
});
