import * as fc from 'fast-check';
import { isJsonObject, parseJson, valueAt, withValueAt } from '../../../src/lib/json.ts';
import { forAll } from '../../support/property.ts';

describe('a value by its path', () => {
  test.each([
    [['a', 'b'], 1],
    [['a'], { b: 1 }],
    [[], { a: { b: 1 }, n: null }],
    [['n'], null],
    [['n', 'x'], undefined],
    [['a', 'b', 'c'], undefined],
    [['missing'], undefined],
    [['constructor'], undefined],
    [['a', '__proto__'], undefined],
  ])('%j is found where it is, and nothing inherited is', (path, value) => {
    expect(valueAt({ a: { b: 1 }, n: null }, path)).toEqual(value);
  });

  test('is set in a copy, whose other parts stay', () => {
    const root = { a: { b: 1 }, c: 2 };
    expect(withValueAt(root, ['a', 'd', 'e'], 3)).toEqual({ a: { b: 1, d: { e: 3 } }, c: 2 });
    expect(root).toEqual({ a: { b: 1 }, c: 2 });
  });

  test('replaces what is no object on its way', () => {
    expect(withValueAt({ a: null, b: [1] }, ['a', 'x'], 1)).toEqual({ a: { x: 1 }, b: [1] });
    expect(withValueAt({ b: [1] }, ['b', 'x'], 1)).toEqual({ b: { x: 1 } });
  });

  test('never reaches a prototype', () => {
    expect(withValueAt({}, ['__proto__', 'polluted'], true)).toEqual(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([
    [{}, true],
    [[], false],
    [null, false],
    ['x', false],
    [undefined, false],
  ])('%j is an object: %j', (value, is) => {
    expect(isJsonObject(value)).toBe(is);
  });
});

describe('parseJson', () => {
  test('gives what JSON.stringify was given', () => {
    forAll(
      fc.property(fc.jsonValue(), (value) =>
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  test.each(['', 'undefined', '{', '<html>', "{'a':1}"])('gives undefined for %j', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});
