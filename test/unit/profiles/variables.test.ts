/** What an app may fill into the instructions of a profile: which names, which values, and where they end up. */
import * as fc from 'fast-check';
import { checkVariables, fillIn, type Variables } from '../../../src/profiles/variables.ts';
import { forAll } from '../../support/property.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aProfile, problemsOf } from './profiles-bench.ts';

const NAME_AND_CASE: Variables = new Map([
  ['name', 8],
  ['case', 4],
]);
const INSTRUCTIONS = 'Greet {{name}}. Case {{case}}, {{name}}.';
const GOOD = { name: 'Anna', case: '17' };

const fill = (sent: unknown, variables = NAME_AND_CASE, instructions = INSTRUCTIONS) =>
  fillIn(instructions, variables, sent);
const faultOf = (name: unknown) => errorOf(fill({ ...GOOD, name }));
const variablesOf = (...names: readonly string[]) => ({
  variables: Object.fromEntries(names.map((name) => [name, { maxLength: 80 }])),
});

describe('the variables of a profile', () => {
  test('are those of its instructions, wherever these stand', () => {
    expect(aProfile(variablesOf('name'), 'Greet {{name}}.').variables).toEqual(new Map([['name', 80]]));
    const session = { type: 'realtime', instructions: '{{name}}{{name}} {{Case_2}}' };
    expect([...aProfile({ session, ...variablesOf('name', 'Case_2') }).variables.keys()]).toEqual(['name', 'Case_2']);
  });

  test('are none where none is declared: braces are then what they are', () => {
    expect(aProfile({}, 'Say {{name}}.')).toMatchObject({ session: { instructions: 'Say {{name}}.' } });
    expect(unwrap(fill(undefined, new Map(), 'Say {{name}}.'))).toBe('Say {{name}}.');
  });

  test.each([
    [
      variablesOf('name'),
      'Hello.',
      ['at /variables/name stands nowhere in the instructions: write {{name}}, or leave it out'],
    ],
    [
      variablesOf('name'),
      undefined,
      ['at /variables/name stands nowhere in the instructions: write {{name}}, or leave it out'],
    ],
    [
      variablesOf('name'),
      '{{name}} {{case}} {{Name}} {{case}}',
      [
        'at /variables must have case, which the instructions have as {{case}}',
        'at /variables must have Name, which the instructions have as {{Name}}',
      ],
    ],
    [{ variables: { name: { maxLength: 0 } } }, '{{name}}', ['at /variables/name/maxLength must be at least 1']],
    [{ variables: { name: { maxLength: 1_001 } } }, '{{name}}', ['at /variables/name/maxLength must be at most 1000']],
    [{ variables: { name: { maxLength: 1.5 } } }, '{{name}}', ['at /variables/name/maxLength must be a whole number']],
    [{ variables: { name: {} } }, '{{name}}', ['at /variables/name/maxLength is missing']],
    [{ variables: ['name'] }, '{{name}}', ['at /variables must be an object']],
  ])('may not be %j with the instructions %j', (body, instructions, problems) => {
    expect(problemsOf(body, instructions)).toEqual(problems);
  });

  test.each(['a b', 'ä', '1a', '', 'a'.repeat(41)])('have names of letters and digits, and not %j', (name) => {
    expect(problemsOf(variablesOf(name), `{{${name}}}`)[0]).toMatch(/^at \/variables\//);
    expect(aProfile(variablesOf('a'.repeat(40)), `{{${'a'.repeat(40)}}}`).variables.size).toBe(1);
  });

  test('are not told from other braces by what stands in them, which may be private', () => {
    const problems = problemsOf(variablesOf('name'), '{{name}} {{ name }} {{canary words}}');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^at \/variables must have whatever stands between \{\{ and \}\}/);
    expect(problems[0]).not.toContain('canary');
  });

  test('never make instructions that are longer than Azure takes', () => {
    const long = (maxLength: number) => ({ variables: { name: { maxLength } } });
    const places = '{{name}}'.repeat(20);
    expect(problemsOf(long(1_000), places)).toEqual([
      'at /variables can make instructions of more than 16384 characters: shorten them, or a maxLength',
    ]);
    expect(aProfile(long(819), places).variables.get('name')).toBe(819);
    expect(checkVariables(new Map([['name', 820]]), places)).toHaveLength(1);
  });
});

describe('a value', () => {
  test('stands wherever its name stands', () => {
    expect(unwrap(fill(GOOD))).toBe('Greet Anna. Case 17, Anna.');
  });

  test.each(['{{case}}', '$&', '$1', '{{name}}', '\\{{'])('is text and nothing else: %j', (value) => {
    expect(unwrap(fill({ ...GOOD, name: value }))).toBe(`Greet ${value}. Case 17, ${value}.`);
  });

  test.each(['山田太郎', 'می‌خواهم', 'O’Brien', 'A "b" <c>', 'é'.repeat(8), '👩‍💻'])(
    'may be in any language: %j',
    (value) => {
      expect(unwrap(fill({ ...GOOD, name: value }, new Map([...NAME_AND_CASE, ['name', 10]])))).toContain(value);
    },
  );

  test('has one form of what looks the same, and is counted in it', () => {
    expect(unwrap(fill({ ...GOOD, name: 'e\u0301'.repeat(8) }))).toContain('é'.repeat(8));
    expect(errorOf(fill({ ...GOOD, name: 'e\u0301'.repeat(9) }))).toMatchObject([{ pointer: '/variables/name' }]);
  });

  test.each([
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a tab', 'a\tb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a mark of direction', 'a\u202eb'],
    ['an isolate', 'a\u2066b'],
    ['a zero-width space', 'a\u200bb'],
    ['a byte order mark', '\ufeffa'],
    ['a tag', 'a\u{e0041}b'],
    ['the first half of a pair', 'a\ud83d'],
    ['the second half of a pair', '\udc69a'],
  ])('has no character that ends a line or that nobody sees: %s', (_what, value) => {
    expect(faultOf(value)).toEqual([
      {
        pointer: '/variables/name',
        message: 'must be one line of text, without control or format characters',
        unknownMember: false,
      },
    ]);
  });

  test.each([
    ['', 'must have 1 to 8 characters'],
    ['123456789', 'must have 1 to 8 characters'],
    [17, 'must be a string'],
    [null, 'must be a string'],
    [['Anna'], 'must be a string'],
    [undefined, 'is missing'],
  ])('may not be %j', (value, message) => {
    expect(faultOf(value)).toEqual([{ pointer: '/variables/name', message, unknownMember: false }]);
  });

  test.each([[[]], ['Anna'], [null], [7]])('comes with its name, and not as %j', (sent) => {
    expect(errorOf(fill(sent))).toEqual([
      { pointer: '/variables', message: 'must be an object', unknownMember: false },
    ]);
  });

  test('that nobody has asked for is named, as is each that is missing', () => {
    const sent: unknown = JSON.parse('{"Name":"x","__proto__":"x","constructor":"x","a/b":"x"}');
    expect(errorOf(fill(sent)).map(({ pointer, unknownMember }) => [pointer, unknownMember])).toEqual([
      ['/variables/Name', true],
      ['/variables/__proto__', true],
      ['/variables/constructor', true],
      ['/variables/a~1b', true],
      ['/variables/name', false],
      ['/variables/case', false],
    ]);
    expect(errorOf(fill({ name: 'Anna' }, new Map()))).toMatchObject([{ pointer: '/variables/name' }]);
    expect(errorOf(fill(undefined))).toHaveLength(2);
  });
});

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 }));
const places = fc.array(fc.constantFrom('{{name}}', '{{case}}', 'x', '{', '}}', '{{', '$&'), { maxLength: 8 });

test('whatever is sent, the owner’s words stay as they are and each value stays on its line', () => {
  let filled = 0;
  forAll(
    fc.property(places, anyText, anyText, (parts, name, number) => {
      const instructions = `${parts.join(' ')} {{name}} {{case}}`;
      const result = fillIn(instructions, NAME_AND_CASE, { name, case: number });
      if (!result.ok) {
        expect(result.error.every(({ message }) => /^must (?:be one line|have 1 to)/.test(message))).toBe(true);
        return;
      }
      filled += 1;
      const values: Readonly<Record<string, string>> = { '{{name}}': name, '{{case}}': number };
      const expected = instructions
        .split(/(\{\{(?:name|case)\}\})/)
        .map((part) => values[part]?.normalize('NFC') ?? part);
      expect(result.value).toBe(expected.join(''));
      expect(result.value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    { numRuns: 600 },
  );
  // Else the property would hold of nothing.
  expect(filled).toBeGreaterThan(20);
});

test('no finding has a value in it', () => {
  const canary = 'sing-like-a-canary';
  forAll(
    fc.property(anyText, fc.jsonValue(), (before, other) => {
      const sent = { name: `${before}${canary}`, case: [canary, other], more: canary };
      expect(JSON.stringify(errorOf(fillIn(INSTRUCTIONS, NAME_AND_CASE, sent)))).not.toContain(canary);
    }),
    { numRuns: 200 },
  );
});

test('filled instructions are never longer than was looked at when the profile was read', () => {
  forAll(
    fc.property(places, fc.integer({ min: 1, max: 1_000 }), (parts, maxLength) => {
      const instructions = `${parts.join(' ').repeat(4)} {{name}} {{case}}`;
      const variables = new Map([
        ['name', maxLength],
        ['case', maxLength],
      ]);
      if (checkVariables(variables, instructions).length > 0) return;
      const value = '\u{1f600}'.repeat(maxLength);
      expect([...unwrap(fillIn(instructions, variables, { name: value, case: value }))].length).toBeLessThanOrEqual(
        16_384,
      );
    }),
  );
});
