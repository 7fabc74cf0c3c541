import { createTimings, serverTiming } from '../../../src/http/timings.ts';

describe('the timings of a request', () => {
  test('give back what the work gives, and remember each phase in order, with the total at the end', async () => {
    const timings = createTimings();
    expect(await timings.measure('auth', async () => 'caller')).toBe('caller');
    await timings.measure('upstream', async () => undefined);
    expect(Object.keys(timings.phases())).toEqual(['auth', 'upstream', 'total']);
    for (const ms of Object.values(timings.phases())) expect(ms).toBeGreaterThanOrEqual(0);
  });

  test('remember a phase that failed too', async () => {
    const timings = createTimings();
    await expect(timings.measure('token', () => Promise.reject(new RangeError('bug')))).rejects.toThrow(RangeError);
    expect(Object.keys(timings.phases())).toEqual(['token', 'total']);
  });

  test('are one Server-Timing header', () => {
    expect(serverTiming({ auth: 0.4, upstream: 41.2 })).toBe('auth;dur=0.4, upstream;dur=41.2');
  });
});
