import { createBuffer } from '../../../src/telemetry/buffer.ts';
import { aRecord } from './a-record.ts';

test('gives the oldest first, and each once', () => {
  const buffer = createBuffer(10);
  for (const name of ['a', 'b', 'c']) buffer.push(aRecord(name));
  expect(buffer.take(2).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(buffer.take(2).map(({ name }) => name)).toEqual(['c']);
  expect(buffer.take(2)).toEqual([]);
});

test('holds no more than its capacity: the oldest gives way and is counted', () => {
  const buffer = createBuffer(2);
  for (const name of ['a', 'b', 'c', 'd']) buffer.push(aRecord(name));
  expect(buffer.size).toBe(2);
  expect(buffer.losses()).toEqual(new Map([['buffer_full', 2]]));
  expect(buffer.take(9).map(({ name }) => name)).toEqual(['c', 'd']);
});

test('forgets only the losses that were told', () => {
  const buffer = createBuffer(2);
  buffer.lose('refused', 5);
  const told = buffer.losses();
  buffer.lose('refused', 2);
  buffer.forget(told);
  expect(buffer.losses()).toEqual(new Map([['refused', 2]]));
  buffer.forget(buffer.losses());
  expect(buffer.losses()).toEqual(new Map());
});
