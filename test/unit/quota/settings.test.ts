import { MAX_LIMIT, MAX_WINDOW_SECONDS } from '../../../src/quota/settings.ts';
import { parseSettings } from '../../../src/settings/parse-settings.ts';
import { someSettings, storedSettings } from '../../support/stored-settings.ts';

function problemsOf(quota: unknown): readonly string[] {
  const parsed = parseSettings(storedSettings({ quota: JSON.stringify(quota) }));
  return parsed.ok ? [] : parsed.error.map(({ problem }) => problem);
}

describe('the setting quota', () => {
  test('is on where nobody wrote it', () => {
    expect(someSettings().quota).toEqual({
      minute: { limit: 6, windowSeconds: 60 },
      day: { limit: 100, windowSeconds: 86_400 },
    });
  });

  test('is off where somebody says so, and only then', () => {
    expect(someSettings({ quota: '{}' }).quota).toEqual({});
    expect(Object.keys(someSettings({ quota: '' }).quota)).toHaveLength(2);
  });

  test.each([1, MAX_LIMIT])('takes a limit of %d', (limit) => {
    expect(problemsOf({ a: { limit, windowSeconds: MAX_WINDOW_SECONDS } })).toEqual([]);
  });

  test.each([
    [{ a: { limit: 0, windowSeconds: 1 } }, 'at /a/limit must be at least 1'],
    [{ a: { limit: MAX_LIMIT + 1, windowSeconds: 1 } }, 'at /a/limit must be at most 500'],
    [{ a: { limit: 1.5, windowSeconds: 1 } }, 'at /a/limit must be a whole number'],
    [{ a: { limit: 1, windowSeconds: 0 } }, 'at /a/windowSeconds must be at least 1'],
    [{ a: { limit: 1, windowSeconds: MAX_WINDOW_SECONDS + 1 } }, 'at /a/windowSeconds must be at most 604800'],
    [{ a: { limit: 1 } }, 'at /a/windowSeconds is missing'],
    [{ a: { limit: 1, windowSeconds: 1, per: 'ip' } }, 'at /a/per is not a member that exists here'],
    [[], 'must be'],
    ['{}', 'must be'],
  ])('%j is refused: %s', (quota, problem) => {
    expect(problemsOf(quota).join('; ')).toContain(problem);
  });

  test.each(['', 'Day', 'a b', 'a"', '1st', 'ü', 'a;b', '__proto__', 'x'.repeat(33)])(
    'no policy is named %j',
    (name) => {
      const text = `{${JSON.stringify(name)}:{"limit":1,"windowSeconds":1}}`;
      const parsed = parseSettings(storedSettings({ quota: text }));
      expect(parsed.ok ? [] : parsed.error.map(({ problem }) => problem)).toEqual([
        expect.stringMatching(/^must name each policy/),
      ]);
    },
  );

  test.each(['a', 'per-day_2', 'constructor', 'x'.repeat(32)])('a policy is named %j', (name) => {
    expect(problemsOf({ [name]: { limit: 1, windowSeconds: 1 } })).toEqual([]);
  });

  test('has at most eight policies, which all stand in a header field', () => {
    const policies = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { limit: 1, windowSeconds: 1 }]));
    expect(problemsOf(policies(8))).toEqual([]);
    expect(problemsOf(policies(9))).toEqual(['must have at most 8 policies']);
  });
});
