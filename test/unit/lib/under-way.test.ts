import { createUnderWay } from '../../../src/lib/under-way.ts';
import { settled } from '../../support/settled.ts';

/** Whether the wait is over by now. */
async function isOver(wait: Promise<void>): Promise<boolean> {
  let over = false;
  void wait.then(() => {
    over = true;
  });
  await settled();
  return over;
}

describe('what is under way', () => {
  test('is nothing at first, and nobody waits for it', async () => {
    const underWay = createUnderWay();
    expect(underWay.isIdle()).toBe(true);
    expect(await isOver(underWay.ended())).toBe(true);
  });

  test('is waited for until the last has ended, however it ends', async () => {
    const underWay = createUnderWay();
    const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const results = [first, second].map(({ promise }) =>
      underWay.track((word: string) => promise.then((x) => x + word))('!'),
    );
    const wait = underWay.ended();
    expect(underWay.isIdle()).toBe(false);
    first.reject(new Error('bug'));
    await expect(results[0]).rejects.toThrow('bug');
    expect(await isOver(wait)).toBe(false);
    second.resolve('done');
    expect(await results[1]).toBe('done!');
    expect(await isOver(wait)).toBe(true);
    expect(underWay.isIdle()).toBe(true);
  });

  test('ends also where the work throws before its first wait', async () => {
    const underWay = createUnderWay();
    const sudden = underWay.track((): string => {
      throw new Error('bug');
    });
    await expect(sudden()).rejects.toThrow('bug');
    expect(underWay.isIdle()).toBe(true);
  });

  test('may begin again after everybody has stopped waiting', async () => {
    const underWay = createUnderWay();
    await underWay.track(async () => undefined)();
    const { promise, resolve } = Promise.withResolvers<void>();
    void underWay.track(() => promise)();
    const wait = underWay.ended();
    expect(await isOver(wait)).toBe(false);
    resolve();
    expect(await isOver(wait)).toBe(true);
  });
});
