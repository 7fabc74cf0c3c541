import { createQueues } from '../../../src/lib/queues.ts';
import { settled } from '../../support/settled.ts';

test('work of one key runs one after the other, in the order of arrival', async () => {
  const queues = createQueues();
  const first = Promise.withResolvers<void>();
  const began: string[] = [];
  const work = (name: string, until?: Promise<void>) => async () => {
    began.push(name);
    await until;
    return name;
  };
  const all = Promise.all([queues.join('a', work('one', first.promise)), queues.join('a', work('two'))]);
  await settled();
  expect(began).toEqual(['one']);
  first.resolve();
  expect(await all).toEqual(['one', 'two']);
});

test('keys do not wait for each other', async () => {
  const queues = createQueues();
  void queues.join('a', () => new Promise(() => undefined));
  expect(await queues.join('b', async () => 'done')).toBe('done');
});

test('work that fails fails its own caller, and the next one has its turn', async () => {
  const queues = createQueues();
  const failing = queues.join('a', () => Promise.reject(new Error('broken')));
  const next = queues.join('a', async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
