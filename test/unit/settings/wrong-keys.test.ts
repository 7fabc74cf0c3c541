/** What is in force while somebody's value is wrong. */
import { readSettings } from '../../../src/settings/parse-settings.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';
import { BASE_KEYS, type BaseKey, inForce, OTHER_VALUES } from './other-values.ts';

/** Nobody is served with a default of theirs while their value is wrong. */
const LIMITING: readonly BaseKey[] = [
  'calls',
  'calls:endBefore',
  'endpoint',
  'deployment',
  'callers',
  'quota',
  'revoked',
  'salt',
];

describe('one wrong key', () => {
  const WRONG = '{"not": ["a value of any key"]';
  const good = readSettings(storedSettings(OTHER_VALUES));
  const GOOD = inForce(someSettings(OTHER_VALUES));

  test.each(BASE_KEYS)('%s keeps its own last good value, and every other key takes its new one at once', (key) => {
    const { settings, problems } = readSettings(storedSettings({ [key]: WRONG }), good);
    expect(problems).toEqual([{ key: `realtime:${key}`, problem: expect.any(String) as string }]);
    expect(settings && inForce(settings)).toEqual({
      ...inForce(someSettings()),
      [key]: GOOD[key],
      profiles: expect.any(Map) as unknown,
    });
  });

  test.each(BASE_KEYS)('%s keeps it for as long as it is wrong, in whatever way', (key) => {
    const once = readSettings(storedSettings({ ...OTHER_VALUES, [key]: WRONG }), good);
    const twice = readSettings(storedSettings({ ...OTHER_VALUES, [key]: '[' }), once);
    expect(twice.settings && inForce(twice.settings)[key]).toEqual(GOOD[key]);
    expect(readSettings(storedSettings(OTHER_VALUES), twice)).toEqual(good);
  });

  test.each(BASE_KEYS.filter((key) => !LIMITING.includes(key)))(
    '%s serves with its default where this process has had no good one',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ [key]: WRONG }));
      expect(settings).toEqual(someSettings());
      expect(problems.map((problem) => problem.key)).toEqual([`realtime:${key}`]);
    },
  );

  test.each(LIMITING)('%s serves nobody where this process has had no good one: no default limits anybody', (key) => {
    const first = readSettings(storedSettings({ [key]: WRONG }));
    expect(first.settings).toBeUndefined();
    expect(readSettings(storedSettings({ [key]: WRONG }), first).settings).toBeUndefined();
    expect(readSettings(storedSettings(OTHER_VALUES), first)).toEqual(good);
  });

  test.each(['endpoint', 'deployment', 'callers'] as const)(
    '%s that is deleted is wrong too, since nothing can stand in for it',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ [key]: undefined }), good);
      expect(problems).toEqual([{ key: `realtime:${key}`, problem: 'is not set' }]);
      expect(settings && inForce(settings)[key]).toEqual(GOOD[key]);
    },
  );

  test.each(['quota', 'revoked', 'cors:origins', 'secretSeconds', 'tokenScope'] as const)(
    '%s that is deleted has its default: that is what somebody wanted',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ ...OTHER_VALUES, [key]: undefined }), good);
      expect(problems).toEqual([]);
      expect(settings && inForce(settings)[key]).toEqual(inForce(someSettings())[key]);
    },
  );

  test('goes back to the default that was in force before it was wrong, once it was', () => {
    const deleted = readSettings(storedSettings(), good);
    expect(readSettings(storedSettings({ quota: WRONG }), deleted).settings?.quota).toEqual(someSettings().quota);
  });

  test('does not cost two others theirs', () => {
    const { settings } = readSettings(storedSettings({ ...OTHER_VALUES, quota: WRONG, revoked: WRONG }), good);
    expect(settings).toEqual(good.settings);
  });
});
