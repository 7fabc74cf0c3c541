import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { jsonText } from '../../../src/lib/setting.ts';
import { validate } from '../../../src/lib/validation.ts';
import { forAll } from '../../support/property.ts';

const schema = z.strictObject({
  'a/b~c': z.optional(z.strictObject({ list: z.array(z.int()) })),
  name: z.optional(z.string().check(z.regex(/^\w+$/, 'must be a word'))),
});

/** What a JSON pointer points at (RFC 6901), or undefined. */
function resolvePointer(value: unknown, pointer: string): unknown {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>((rest, part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    return Object.entries(rest ?? {}).find(([name]) => name === key)?.[1];
  }, value);
}

describe('validate', () => {
  test('gives the value of what fits', () => {
    expect(validate(schema, { name: 'mint' })).toEqual({ ok: true, value: { name: 'mint' } });
  });

  test('points to the member that is wrong, with the schema’s own sentence', () => {
    expect(validate(schema, { name: 'two words' })).toEqual({
      ok: false,
      error: [{ pointer: '/name', message: 'must be a word', unknownMember: false }],
    });
  });

  test('escapes slashes and tildes of a pointer, and counts array items', () => {
    const result = validate(schema, { 'a/b~c': { list: [1, 'x'] } });
    expect(result).toMatchObject({ error: [{ pointer: '/a~1b~0c/list/1', unknownMember: false }] });
  });

  const plain = z.strictObject({
    list: z.optional(z.array(z.int().check(z.gte(10), z.lte(20)))),
    kind: z.optional(z.union([z.literal('a'), z.string()])),
    type: z.optional(z.literal('realtime')),
    name: z.optional(z.string()),
    must: z.string(),
  });

  test.each([
    [{ must: 'x', list: 'x' }, '/list', 'must be an array'],
    [{ must: 'x', list: ['x'] }, '/list/0', 'must be a number'],
    [{ must: 'x', list: [1.5] }, '/list/0', 'must be a whole number'],
    [{ must: 'x', list: [9] }, '/list/0', 'must be at least 10'],
    [{ must: 'x', list: [21] }, '/list/0', 'must be at most 20'],
    [{ must: 'x', type: 'other' }, '/type', 'must be "realtime"'],
    [{ must: 'x', name: null }, '/name', 'must be a string'],
    [{ must: 'x', kind: 7 }, '/kind', 'is not valid'],
    [{}, '/must', 'is missing'],
    [[], '', 'must be an object'],
  ])('completes the sentence about %j where the schema has no words of its own', (input, pointer, message) => {
    expect(validate(plain, input)).toEqual({ ok: false, error: [{ pointer, message, unknownMember: false }] });
  });

  test('names each member that does not exist, one by one', () => {
    expect(validate(schema, { one: 1, two: 2 })).toEqual({
      ok: false,
      error: [
        { pointer: '/one', message: 'is not a member that exists here', unknownMember: true },
        { pointer: '/two', message: 'is not a member that exists here', unknownMember: true },
      ],
    });
  });

  test('points to the whole value with an empty pointer', () => {
    expect(validate(schema, [])).toMatchObject({ error: [{ pointer: '' }] });
  });

  test('points at every unknown member, whatever its name', () => {
    const key = fc.string({ minLength: 1 }).filter((name) => !['name', 'a/b~c', '__proto__'].includes(name));
    forAll(
      fc.property(key, fc.integer(), (name, value) => {
        const input = { [name]: value };
        const result = validate(schema, input);
        const findings = result.ok ? [] : result.error;
        expect(findings).toHaveLength(1);
        expect(resolvePointer(input, findings[0]?.pointer ?? '')).toBe(value);
      }),
    );
  });
});

describe('jsonText', () => {
  const list = jsonText(z.array(z.string()));

  test('reads JSON of the right shape', () => {
    expect(validate(list, '["a"]')).toEqual({ ok: true, value: ['a'] });
  });

  test('says that a text is not JSON, and nothing else', () => {
    expect(validate(list, '["a"')).toEqual({
      ok: false,
      error: [{ pointer: '', message: 'is not JSON', unknownMember: false }],
    });
  });

  test('points into JSON of another shape', () => {
    expect(validate(list, '["a",1]')).toMatchObject({ error: [{ pointer: '/1' }] });
  });
});
