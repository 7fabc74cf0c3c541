/** Rules that every entry of the catalogue keeps. */
import { CATALOGUE } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/http/problem-codes.ts';
import { linesOf } from '../../support/advice.ts';

describe('the catalogue', () => {
  test('has each id once', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has no id that is also a code, since both have their page at one address', () => {
    const codes = new Set<string>(Object.keys(PROBLEMS));
    expect(CATALOGUE.filter(({ id }) => codes.has(id))).toEqual([]);
  });

  test.each(CATALOGUE)(
    '$id is kebab-case, has a title, a source, a pattern and a cause to check and to fix',
    (entry) => {
      expect(entry.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
      expect(entry.source).not.toBe('');
      expect(entry.patterns.length).toBeGreaterThan(0);
      for (const { cause, check, fix } of entry.causes) {
        expect(cause).toMatch(/\.$/);
        for (const advice of [check, fix]) {
          expect(linesOf(advice).length).toBeGreaterThan(0);
          expect(linesOf(advice)).not.toContain('');
        }
      }
    },
  );

  test.each(CATALOGUE)(
    '$id has patterns without state: a regular expression with g would match every second time',
    ({ patterns }) => {
      for (const { code, message } of patterns) expect([code?.flags ?? 'i', message?.flags ?? 'i']).toEqual(['i', 'i']);
    },
  );

  test.each(
    CATALOGUE.flatMap(({ id, causes }) =>
      causes.map(({ check, fix }) => [id, [...linesOf(check), ...linesOf(fix)].join(' ')] as const),
    ),
  )('%s names only variables that docs/errors.md explains: %s', (_id, text) => {
    const names = [...text.matchAll(/\$[A-Z]+/g)].map(([name]) => name);
    expect(['$RG', '$ACC', '$ID', '$DEP', '$LOC', '$FN']).toEqual(expect.arrayContaining(names));
  });

  test.each(CATALOGUE)('$id never advises to send a client secret or a key to anybody', ({ causes }) => {
    expect(JSON.stringify(causes)).not.toMatch(/ek_|--key1|keys list/);
  });
});
