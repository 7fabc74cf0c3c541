import { createBoundedMap } from '../../../src/lib/bounded-map.ts';

function aMap() {
  const map = createBoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  return map;
}

test('holds what was set until there is no room', () => {
  const map = aMap();
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, 2, undefined]);
});

test('forgets what was set least recently', () => {
  const map = aMap();
  map.set('a', 3);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
});

test('keeps what is read', () => {
  const map = aMap();
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b')]).toEqual([1, undefined]);
});

test('forgets what is deleted, and has room for another', () => {
  const map = aMap();
  map.delete('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 2, 3]);
});
