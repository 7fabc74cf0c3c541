import { createTurns } from '../../../src/lib/turns.ts';
import { aDeferred, settled } from '../../support/deferred.ts';

test('work of one key runs one after the other, in the order of arrival', async () => {
  const turns = createTurns();
  const first = aDeferred<void>();
  const began: string[] = [];
  const work = (name: string, until?: Promise<void>) => async () => {
    began.push(name);
    await until;
    return name;
  };
  const all = Promise.all([turns.take('a', work('one', first.promise)), turns.take('a', work('two'))]);
  await settled();
  expect(began).toEqual(['one']);
  first.resolve();
  expect(await all).toEqual(['one', 'two']);
});

test('keys do not wait for each other', async () => {
  const turns = createTurns();
  void turns.take('a', () => new Promise(() => undefined));
  expect(await turns.take('b', async () => 'done')).toBe('done');
});

test('work that fails fails its own caller, and the next one has its turn', async () => {
  const turns = createTurns();
  const failing = turns.take('a', () => Promise.reject(new Error('broken')));
  const next = turns.take('a', async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
