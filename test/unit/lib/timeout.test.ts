import { TimeoutError, withTimeout } from '../../../src/lib/timeout.ts';
import { aDeferred } from '../../support/deferred.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('withTimeout', () => {
  test('gives what the work gives, and leaves no timer behind', async () => {
    expect(await withTimeout(Promise.resolve('done'), 1_000)).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('throws what the work throws, and leaves no timer behind', async () => {
    await expect(withTimeout(Promise.reject(new RangeError('bug')), 1_000)).rejects.toThrow(RangeError);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('throws a TimeoutError that says after how long', async () => {
    const waiting = withTimeout(aDeferred<string>().promise, 1_000).catch((cause: unknown) => cause);
    await jest.advanceTimersByTimeAsync(1_000);
    const cause = await waiting;
    expect(cause).toBeInstanceOf(TimeoutError);
    expect(cause).toMatchObject({ name: 'TimeoutError', afterMs: 1_000 });
  });
});
