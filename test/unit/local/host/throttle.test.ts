import { createThrottle } from '../../../../local/host/throttle.ts';

describe('the throttle of the host', () => {
  test('refuses beyond the outstanding limit, and takes again once one has left', () => {
    const throttle = createThrottle(1, 1);
    const leave = throttle.enter();
    expect(throttle.enter()).toBeUndefined();
    leave?.();
    expect(throttle.enter()).toBeDefined();
  });

  test('runs so many at once and the others in the order they came', async () => {
    const throttle = createThrottle(10, 1);
    const order: string[] = [];
    const first = await throttle.turn();
    const second = throttle.turn().then((release) => {
      order.push('second');
      release();
    });
    const third = throttle.turn().then((release) => {
      order.push('third');
      release();
    });
    expect(order).toEqual([]);
    first();
    await Promise.all([second, third]);
    expect(order).toEqual(['second', 'third']);
  });
});
