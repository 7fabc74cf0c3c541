import { settle } from '../../../src/quota/caller-calls.ts';
import { errorOf } from '../../support/result.ts';
import { aLeashBench } from './leash-bench.ts';
import { MINUTE } from './sweep-bench.ts';

const NOT_WRITTEN = { reason: 'leash_unavailable', cause: 'NotWritten' };
const NOT_HELD = { reason: 'leash_unavailable', cause: 'NotHeld' };
const UNKNOWN = { kind: 'unknown', cause: '500', retryAfterMs: undefined } as const;

type Bench = ReturnType<typeof aLeashBench>;

/** The first write takes the slot, the second confirms it, the third releases it. */
const TO_CONFIRM = 2;

/** Of the caller's row, this write fails and no other. */
function failWrite({ quotaTable }: Bench, which: number): void {
  let writes = 0;
  quotaTable.before((call) => {
    writes += call === 'write' ? 1 : 0;
    if (call === 'write' && writes === which) throw Object.assign(new Error('down'), { name: 'RestError' });
  });
}

/** So many times the row of a call is not written; `isLost`: it is, and the answer never comes. */
function failRows({ table }: Bench, times: number, { isLost = false } = {}): void {
  const { begin } = table;
  let left = times;
  table.begin = async (...args) => {
    left -= 1;
    if (left < 0) return begin(...args);
    if (isLost) await begin(...args);
    throw new Error('down');
  };
}

describe('a promise that cannot be written', () => {
  test.each(['the slot', 'the row'])('ends the call at once and leaves nothing behind: %s', async (what) => {
    const bench = aLeashBench();
    if (what === 'the row') failRows(bench, 9);
    else failWrite(bench, TO_CONFIRM);
    expect(errorOf(await bench.begin('rtc_1'))).toEqual(NOT_WRITTEN);
    expect(bench.hangUps()).toEqual(['rtc_1']);
    expect(bench.table.onTheLine()).toEqual([]);
    expect(bench.quotaTable.callsOf('ada')).toEqual({ slots: [], spent: [] });
    expect(bench.begun).toEqual([]);
  });

  test.each([
    ['that was written after all', (bench: Bench) => failRows(bench, 1, { isLost: true })],
    ['that was not', (bench: Bench) => failRows(bench, 1)],
    ['of a call whose slot was not confirmed', (bench: Bench) => failWrite(bench, TO_CONFIRM)],
  ])(
    'leaves the call to the next sweep where Azure does not end it: a row %s says that it is over',
    async (_what, fail) => {
      const bench = aLeashBench();
      const { begin, azure, clock, sweep, hangUps, quotaTable, told, table } = bench;
      fail(bench);
      azure.hangUp = () => UNKNOWN;
      expect(errorOf(await begin('rtc_1'))).toEqual(NOT_WRITTEN);
      expect(hangUps()).toHaveLength(1);
      expect(await table.live(bench.signal)).toMatchObject([{ dueAt: clock.now(), asked: { reason: 'gone' } }]);
      azure.hangUp = () => ({ kind: 'ended' });
      clock.advance(MINUTE);
      await sweep();
      expect(table.onTheLine()).toEqual([]);
      expect(told).toMatchObject([{ end: { reason: 'gone', seconds: 0 } }]);
      // A slot that was never confirmed has lapsed by itself.
      expect(settle(quotaTable.callsOf('ada'), clock.now())).toEqual({ slots: [], spent: [] });
    },
  );

  test('costs nothing where the next sweep finds that Azure knows the call no more', async () => {
    const bench = aLeashBench();
    failRows(bench, 1);
    bench.azure.hangUp = () => UNKNOWN;
    await bench.begin('rtc_1');
    bench.azure.hangUp = () => ({ kind: 'over' });
    bench.clock.advance(MINUTE);
    await bench.sweep();
    expect(bench.table.onTheLine()).toEqual([]);
    expect(bench.quotaTable.callsOf('ada')).toEqual({ slots: [], spent: [] });
  });

  test('asks Azure again as long as the row cannot be written either, and not sooner than Azure asks', async () => {
    const bench = aLeashBench();
    failRows(bench, 9);
    const answers = [{ ...UNKNOWN, cause: '429', retryAfterMs: 1_500 }, UNKNOWN];
    bench.azure.hangUp = () => answers.shift() ?? { kind: 'ended' };
    expect(errorOf(await bench.begin('rtc_1'))).toEqual(NOT_WRITTEN);
    expect(bench.hangUps()).toHaveLength(3);
    expect(bench.pauses).toEqual([1_500, 200]);
    expect(bench.quotaTable.callsOf('ada').slots).toEqual([]);
  });

  test('clears what it has written where storage is back before the caller is gone', async () => {
    const bench = aLeashBench();
    failRows(bench, 1, { isLost: true });
    const { find } = bench.table;
    let failures = 1;
    bench.table.find = async (...args) => {
      failures -= 1;
      if (failures >= 0) throw new Error('down');
      return find(...args);
    };
    expect(errorOf(await bench.begin('rtc_1'))).toEqual(NOT_WRITTEN);
    expect([bench.hangUps(), bench.table.onTheLine()]).toEqual([['rtc_1'], []]);
  });

  test('is said to be held by nobody where Azure does not end the call and no row can be written', async () => {
    const bench = aLeashBench();
    failRows(bench, 9);
    bench.azure.hangUp = () => UNKNOWN;
    expect(errorOf(await bench.begin('rtc_1'))).toEqual(NOT_HELD);
    expect(bench.hangUps()).toHaveLength(3);
    expect(bench.table.onTheLine()).toEqual([]);
  });

  test('is known at once where the identity may not hang up', async () => {
    const bench = aLeashBench();
    failRows(bench, 1);
    bench.azure.hangUp = () => ({ kind: 'forbidden', dataAction: undefined });
    expect(errorOf(await bench.begin('rtc_1'))).toEqual(NOT_WRITTEN);
    expect(bench.forbidden).toHaveLength(1);
    expect(bench.table.onTheLine()).toEqual(['rtc_1']);
  });
});
