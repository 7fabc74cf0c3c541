import { err, ok } from '../../../src/lib/result.ts';
import { aCellBench as aBench, aFilledCellBench as aFilledBench, type CellBench as Bench } from './cell-bench.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a cell', () => {
  test('loads nothing until somebody asks', () => {
    const { cell, loads } = aBench();
    expect(cell.peek()).toEqual({ held: undefined, heldAt: undefined, failure: undefined });
    expect(loads).toHaveLength(0);
  });

  test('loads once for all callers who wait', async () => {
    const { cell, loads, succeed } = aBench();
    const callers = [cell.get(), cell.get(), cell.refresh()];
    await succeed(0, 'first');
    expect(await Promise.all(callers)).toEqual([ok('first'), ok('first'), ok('first')]);
    expect(loads).toHaveLength(1);
  });

  test('serves a fresh value without a load', async () => {
    const { cell, clock, loads } = await aFilledBench();
    clock.advance(9);
    expect(await cell.get()).toEqual(ok('first'));
    expect(loads).toHaveLength(1);
  });

  test('serves an ageing value at once and loads its successor behind', async () => {
    const { cell, clock, loads, succeed } = await aFilledBench();
    clock.advance(10);
    expect(await cell.get()).toEqual(ok('first'));
    expect(loads).toHaveLength(2);
    await succeed(1, 'second');
    expect(await cell.get()).toEqual(ok('second'));
  });

  test('starts one refresh behind, however many callers come meanwhile', async () => {
    const { cell, clock, loads } = await aFilledBench();
    clock.advance(10);
    await Promise.all([cell.get(), cell.get(), cell.get()]);
    expect(loads).toHaveLength(2);
  });

  test('lets callers of an old value wait for its refresh', async () => {
    const { cell, clock, succeed } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await succeed(1, 'second');
    expect(await got).toEqual(ok('second'));
  });

  test('gives the old value when the refresh takes longer than their patience', async () => {
    const { cell, clock } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await jest.advanceTimersByTimeAsync(200);
    expect(await got).toEqual(ok('first'));
  });

  test('gives the old value when the refresh they wait for fails', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(ok('first'));
    expect(cell.peek()).toMatchObject({ held: { value: 'first' }, failure: 'down' });
  });

  test('gives no value that is beyond use', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(1_000);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(err('down'));
  });

  test('gives the value to the last millisecond of its use', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(999);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(ok('first'));
  });
});

describe('a cell whose load fails', () => {
  test('gives the reason to everybody who waits', async () => {
    const { cell, fail } = aBench();
    const callers = [cell.get(), cell.get()];
    await fail(0, 'down');
    expect(await Promise.all(callers)).toEqual([err('down'), err('down')]);
  });

  test('does not ask again during the cool-down', async () => {
    const { cell, clock, loads, fail } = aBench();
    const got = cell.get();
    await fail(0, 'down');
    await got;
    clock.advance(999);
    expect(await cell.get()).toEqual(err('down'));
    expect(await cell.refresh()).toEqual(err('down'));
    expect(loads).toHaveLength(1);
  });

  test('asks again once the cool-down is over, and forgets the failure when that succeeds', async () => {
    const { cell, clock, loads, fail, succeed } = aBench();
    void cell.get();
    await fail(0, 'down');
    clock.advance(1_000);
    const got = cell.get();
    expect(loads).toHaveLength(2);
    await succeed(1, 'up');
    expect(await got).toEqual(ok('up'));
    expect(cell.peek().failure).toBeUndefined();
  });

  test('makes a reason of what the load throws', async () => {
    const { cell, loads } = aBench();
    const got = cell.get();
    loads[0]?.reject(new RangeError('bug'));
    expect(await got).toEqual(err('failed: RangeError'));
  });

  test('asks again after a load that threw', async () => {
    const { cell, clock, loads, succeed } = aBench();
    const got = cell.get();
    loads[0]?.reject(new RangeError('bug'));
    await got;
    clock.advance(1_000);
    const again = cell.get();
    await succeed(1, 'up');
    expect(await again).toEqual(ok('up'));
  });
});

describe('a cell whose load is late', () => {
  async function aBenchPastItsDeadline(): Promise<Bench> {
    const bench = aBench();
    const got = bench.cell.get();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await got).toEqual(err('failed: TimeoutError'));
    return bench;
  }

  test('waits until the deadline and no longer', async () => {
    const { cell, succeed } = aBench();
    const got = cell.get();
    await jest.advanceTimersByTimeAsync(4_999);
    await succeed(0, 'just in time');
    expect(await got).toEqual(ok('just in time'));
    await aBenchPastItsDeadline();
  });

  test('keeps the late value when there is no younger one', async () => {
    const { cell, loads, succeed } = await aBenchPastItsDeadline();
    await succeed(0, 'late');
    expect(await cell.get()).toEqual(ok('late'));
    expect(cell.peek().failure).toBeUndefined();
    expect(loads).toHaveLength(1);
  });

  test('does not overwrite a younger value with the late one', async () => {
    const { cell, clock, succeed } = await aBenchPastItsDeadline();
    clock.advance(1_000);
    const got = cell.get();
    await succeed(1, 'younger');
    await got;
    await succeed(0, 'late');
    expect(await cell.get()).toEqual(ok('younger'));
  });

  test('is not disturbed by a late rejection', async () => {
    const { cell, clock, loads, succeed } = await aBenchPastItsDeadline();
    loads[0]?.reject(new Error('late'));
    clock.advance(1_000);
    const got = cell.get();
    await succeed(1, 'younger');
    expect(await got).toEqual(ok('younger'));
  });
});
