/** Rules that every entry of the catalogue keeps. */
import { readFileSync } from 'node:fs';
import { END_REASONS } from '../../../src/calls/call.ts';
import { BROWSER_STATES } from '../../../src/diagnosis/catalogue-entry.ts';
import { EVENT_ENTRIES } from '../../../src/diagnosis/event-entries.ts';
import { GRANT_ROLE, NAMES_IN_COMMANDS } from '../../../src/diagnosis/fixes.ts';
import { BROWSER_ENTRIES, CATALOGUE, UPSTREAM_ENTRIES } from '../../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../../src/problems/all-problems.ts';
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
    '$id is kebab-case, has a title, a source, words to be found by and causes to check and to fix',
    (entry) => {
      expect(entry.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
      expect(entry.source).not.toBe('');
      expect(entry.seenAs).not.toContain('');
      const causes = entry.causes.map(({ id }) => id);
      expect(new Set(causes).size).toBe(causes.length);
      for (const { id, cause, check, fix } of entry.causes) {
        expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
        expect(cause).toMatch(/\.$/);
        for (const advice of [check, fix]) {
          expect(linesOf(advice).length).toBeGreaterThan(0);
          expect(linesOf(advice)).not.toContain('');
        }
      }
    },
  );

  test.each([...UPSTREAM_ENTRIES, ...EVENT_ENTRIES])(
    '$id has patterns without state: a regular expression with g would match every second time',
    ({ patterns }) => {
      for (const { code, message } of patterns) expect(`${code?.flags ?? ''}${message?.flags ?? ''}`).toMatch(/^i*$/);
    },
  );

  test.each(
    CATALOGUE.flatMap(({ id, causes }) =>
      causes.map(({ check, fix }) => [id, [...linesOf(check), ...linesOf(fix)].join(' ')] as const),
    ),
  )('%s names only variables that the pages explain: %s', (_id, text) => {
    const names = [...text.matchAll(/\$[A-Z]+/g)].map(([name]) => name);
    expect(Object.keys(NAMES_IN_COMMANDS)).toEqual(expect.arrayContaining(names));
    expect(text).not.toMatch(/<[a-z]|\{[a-z ]+\}|\$\{/);
  });

  test('grants the role that the template assigns', () => {
    const { openAiUser } = JSON.parse(readFileSync('infra/roles.json', 'utf8')) as { readonly openAiUser: string };
    expect(GRANT_ROLE).toMatchObject({ run: expect.stringContaining(` --role ${openAiUser} `) });
  });

  test('makes a deployment under a name that is free: one that is there would lose its content filter', () => {
    const commands = CATALOGUE.flatMap(({ causes }) =>
      causes.flatMap(({ check, fix }) => [check, fix].flatMap(linesOf)),
    );
    const made = commands.filter((line) => line.includes('deployment create'));
    expect(made.length).toBeGreaterThan(0);
    for (const command of made) expect(command).toMatch(/--deployment-name \$NEW .*--model-version \$VERSION /);
  });

  test('explains each state of a page once', () => {
    expect(BROWSER_ENTRIES.flatMap(({ states }) => states).sort()).toEqual([...BROWSER_STATES].sort());
  });

  test('tells whoever looks for why a call ends each reason that the log can have, and where to read it', () => {
    const entry = CATALOGUE.find(({ id }) => id === 'call-ended-by-azure');
    const checks = (entry?.causes ?? []).flatMap(({ check }) => linesOf(check)).join(' ');
    for (const reason of END_REASONS)
      expect(checks).toMatch(new RegExp(`call_ended has the reason [^.]*\\b${reason}\\b`));
    expect(checks).toContain('GET /api/realtime/calls');
  });

  test.each(CATALOGUE)('$id never advises to send a client secret or a key to anybody', ({ causes }) => {
    expect(JSON.stringify(causes)).not.toMatch(/ek_|--key1|keys list/);
  });
});
