import { isProfileKey, MAX_PROFILES, readProfiles, toProfiles } from '../../../src/profiles/settings.ts';
import { readTexts } from './profiles-bench.ts';

const PLAIN = { ok: true, value: expect.objectContaining({ session: { type: 'realtime' } }) as unknown };

describe('the profiles', () => {
  test('have a default when none is set', () => {
    expect([...readTexts({})]).toEqual([['default', PLAIN]]);
  });

  test.each(['', ' \n'])('take the empty value %j as an absent one', (text) => {
    const profiles = readTexts({ 'profiles:a': text, 'profiles:default': text, 'profiles:b:instructions': text });
    expect([...profiles]).toEqual([['default', PLAIN]]);
  });

  test('give the default its instructions, also when it has no other key', () => {
    expect(readTexts({ 'profiles:default:instructions': 'Be brief.' }).get('default')).toMatchObject({
      value: { session: { type: 'realtime', instructions: 'Be brief.' } },
    });
  });

  test('put body and instructions together, in whatever order the store lists them', () => {
    const texts = [
      ['profiles:a', '{"secretSeconds":30}'],
      ['profiles:a:instructions', 'Be brief.'],
    ] as const;
    for (const order of [texts, [...texts].reverse()]) {
      expect(readTexts(Object.fromEntries(order)).get('a')).toMatchObject({
        value: { secretSeconds: 30, session: { instructions: 'Be brief.' } },
      });
    }
  });

  test('do not bring back a deleted profile, open to everybody, because its instructions were left behind', () => {
    expect(readTexts({ 'profiles:a:instructions': 'Be brief.' }).get('a')).toMatchObject({
      ok: false,
      error: {
        problems: [
          {
            key: 'realtime:profiles:a:instructions',
            problem: 'belongs to no profile: set the profile’s own key too, or delete this one',
          },
        ],
      },
    });
  });

  test.each(['a', '0', 'push-to-talk', 'x'.repeat(40)])('may be called %s', (name) => {
    expect(readTexts({ [`profiles:${name}`]: '{}' }).get(name)).toEqual(PLAIN);
  });

  test.each(['A', 'two words', 'a_b', 'ü', '__proto__', 'x'.repeat(41)])('may not be called %s', (name) => {
    expect(readTexts({ [`profiles:${name}`]: '{}' }).get(name)).toMatchObject({
      ok: false,
      error: { problems: [{ problem: 'must have a name of a-z, 0-9 and -, at most 40 of them' }] },
    });
  });

  test.each([
    ['profiles:a', true],
    ['profiles:a:instructions', true],
    ['profiles:', false],
    ['profiles', false],
    ['profiles:a:tools', false],
    ['profiles:a:instructions:b', false],
  ])('have the key %s: %j', (key, is) => {
    expect(isProfileKey(key)).toBe(is);
  });
});

describe('more profiles than the loop can bear', () => {
  const many = (count: number, body = '{}') =>
    new Map(
      Array.from({ length: count }, (_, index) => [`realtime:profiles:p${1_000 + index}`, { text: body }] as const),
    );
  const targets = [{ name: 'default', deployment: 'gpt-realtime' }];
  const defaults = { targets, outOfForce: [], secretSeconds: 60, relayOnly: false };

  test('are refused by name from the 1,001st on, and harm none before it', () => {
    const profiles = toProfiles(readProfiles(many(MAX_PROFILES), 'realtime:', defaults));
    const read = [...profiles.values()];
    expect([read.length, read.filter(({ ok }) => ok).length]).toEqual([MAX_PROFILES + 1, MAX_PROFILES]);
    const problem = 'is one profile too many: 1000 are read, in the order of their names';
    expect(profiles.get('p1999')).toMatchObject({
      ok: false,
      error: { problems: [{ key: 'realtime:profiles:p1999', problem }] },
    });
  });

  test('do not tell who lacks what one of them requires that it exists', () => {
    const profiles = toProfiles(
      readProfiles(many(MAX_PROFILES, '{"requires":{"role":"Staff"}}'), 'realtime:', defaults),
    );
    expect(profiles.get('p1999')).toMatchObject({ ok: false, error: { requires: { role: 'Staff' } } });
  });

  test('are read once: of a later reading only what has changed', () => {
    const stored = many(20, '{"secretSeconds":30}');
    const before = readProfiles(stored, 'realtime:', defaults);
    const changed = new Map(stored).set('realtime:profiles:p1003', { text: '{"secretSeconds":45}' });
    const after = readProfiles(changed, 'realtime:', defaults, before);
    const again = [...after].filter(([name, read]) => read !== before.get(name)).map(([name]) => name);
    expect(again).toEqual(['p1003']);
    expect(toProfiles(after)).toEqual(toProfiles(readProfiles(changed, 'realtime:', defaults)));
  });

  test('are read again when what they take from the other settings has changed', () => {
    const before = readProfiles(many(3), 'realtime:', defaults);
    const after = toProfiles(
      readProfiles(many(3), 'realtime:', { ...defaults, targets: [{ name: 'default', deployment: 'mini' }] }, before),
    );
    expect([...after.values()]).toEqual(
      [...after.values()].map(() => expect.objectContaining({ ok: true }) as unknown),
    );
    expect(after.get('p1000')).toMatchObject({ value: { servedAt: [{ deployment: 'mini' }] } });
  });
});
