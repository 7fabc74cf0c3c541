import { TimeoutError, within } from '../../../src/lib/within.ts';

const inTime = () => new AbortController().signal;

describe('a wait of some milliseconds', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('gives what the work gives, and leaves no timer behind', async () => {
    expect(await within(Promise.resolve('done'), 1_000)).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('throws what the work throws, and leaves no timer behind', async () => {
    await expect(within(Promise.reject(new RangeError('bug')), 1_000)).rejects.toThrow(RangeError);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('throws a TimeoutError that says after how long', async () => {
    const waiting = within(Promise.withResolvers<string>().promise, 1_000).catch((cause: unknown) => cause);
    await jest.advanceTimersByTimeAsync(1_000);
    const cause = await waiting;
    expect(cause).toBeInstanceOf(TimeoutError);
    expect(cause).toMatchObject({ name: 'TimeoutError', afterMs: 1_000 });
  });
});

describe('a wait until a signal aborts', () => {
  test('gives what the work gives, and throws what it throws', async () => {
    expect(await within(Promise.resolve(1), inTime())).toBe(1);
    await expect(within(Promise.reject(new Error('broken')), inTime())).rejects.toThrow('broken');
  });

  test('throws the signal’s reason when it aborts, whatever becomes of the work', async () => {
    const controller = new AbortController();
    const work = Promise.withResolvers<number>();
    const waiting = within(work.promise, controller.signal);
    controller.abort(new Error('too late'));
    await expect(waiting).rejects.toThrow('too late');
    work.reject(new Error('broken'));
  });

  test('throws at once for a signal that has aborted', async () => {
    const waiting = within(new Promise(() => undefined), AbortSignal.abort(new Error('over')));
    await expect(waiting).rejects.toThrow('over');
  });

  test('leaves no listener behind, so that a long-lived signal holds nothing of short work', async () => {
    const signal = inTime();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const added = jest.spyOn(signal, 'addEventListener');
    await within(Promise.resolve(1), signal);
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });
});
