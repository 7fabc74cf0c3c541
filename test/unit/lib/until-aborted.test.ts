import { untilAborted } from '../../../src/lib/until-aborted.ts';
import { aDeferred } from '../../support/deferred.ts';

test('gives what the work gives', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

test('throws the signal’s reason when it aborts, whatever becomes of the work', async () => {
  const controller = new AbortController();
  const work = aDeferred<number>();
  const waiting = untilAborted(work.promise, controller.signal);
  controller.abort(new Error('too late'));
  await expect(waiting).rejects.toThrow('too late');
  work.reject(new Error('broken'));
});

test('throws at once for a signal that has aborted', async () => {
  await expect(untilAborted(new Promise(() => undefined), AbortSignal.abort(new Error('over')))).rejects.toThrow(
    'over',
  );
});
