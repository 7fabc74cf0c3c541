import { NOON_MS } from '../../support/clock.ts';
import { aSweepBench, MINUTE, RULES } from './sweep-bench.ts';

const SECOND = 1_000;

describe('a call that nobody has ended', () => {
  test('is looked at each minute, and noted as alive', async () => {
    const { begin, clock, sweep, asked, table } = aSweepBench();
    await begin('rtc_1');
    await sweep();
    expect(asked).toEqual([]);
    clock.advance(MINUTE - 2 * SECOND);
    await sweep();
    expect(asked).toEqual([{ what: 'probe', callId: 'rtc_1', at: NOON_MS + 58 * SECOND }]);
    expect(await table.find('rtc_1', new AbortController().signal)).toMatchObject({
      lastSeenAlive: NOON_MS + 58 * SECOND,
    });
  });

  test('has ended when it was alive once and is not found any more; the rest of its grant comes back', async () => {
    const { begin, clock, sweep, azure, told, quotaTable } = aSweepBench();
    await begin('rtc_1');
    clock.advance(MINUTE);
    await sweep();
    azure.probe = () => 'not_found';
    clock.advance(MINUTE);
    await sweep();
    expect(told).toEqual([{ callId: 'rtc_1', end: { at: NOON_MS + 2 * MINUTE, reason: 'gone', seconds: 120 } }]);
    expect(quotaTable.callsOf('ada').slots).toEqual([]);
  });

  test('has not outlasted its grant, however late it is missed', async () => {
    const { begin, clock, sweep, azure, told } = aSweepBench();
    await begin('rtc_1', { leashed: false, dueAt: NOON_MS + 60 * MINUTE, grantSeconds: 3_600 });
    clock.advance(60 * MINUTE - SECOND);
    await sweep();
    azure.probe = () => 'not_found';
    clock.advance(MINUTE);
    await sweep();
    expect(told).toMatchObject([{ end: { at: NOON_MS + 60 * MINUTE, seconds: 3_600 } }]);
  });

  test('keeps its place where it was never seen alive: a 404 is no proof', async () => {
    const { begin, clock, sweep, azure, told, table } = aSweepBench();
    await begin('rtc_1');
    azure.probe = () => 'not_found';
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(MINUTE);
      await sweep();
    }
    expect(told).toEqual([]);
    expect(table.onTheLine()).toEqual(['rtc_1']);
  });

  test('is hung up where it was never seen alive, although the 404 of a look came after its end', async () => {
    const { begin, clock, sweep, azure, told, hangUps } = aSweepBench();
    await begin('rtc_1');
    clock.advance(9 * MINUTE);
    azure.probe = () => {
      clock.advance(2 * MINUTE);
      return 'not_found';
    };
    await sweep();
    expect(told).toEqual([]);
    await sweep();
    expect(hangUps()).toEqual(['rtc_1']);
    expect(told).toMatchObject([{ end: { reason: 'due', seconds: 600 } }]);
  });

  test.each(['unknown', 'forbidden'] as const)('is left alone where a look says %s', async (said) => {
    const { begin, clock, sweep, azure, table } = aSweepBench();
    await begin('rtc_1', { lastSeenAlive: NOON_MS });
    azure.probe = () => said;
    clock.advance(MINUTE);
    await sweep();
    expect(table.onTheLine()).toEqual(['rtc_1']);
  });

  test('without a leash is not hung up; after 61 minutes its grant is spent', async () => {
    const { begin, clock, sweep, azure, hangUps, told } = aSweepBench();
    azure.rules = { ...RULES, calls: { ...RULES.calls, probeMinutes: undefined } };
    await begin('rtc_1', { leashed: false, dueAt: NOON_MS + 60 * MINUTE, grantSeconds: 3_600 });
    clock.advance(60 * MINUTE);
    await sweep();
    expect(hangUps()).toEqual([]);
    clock.advance(MINUTE);
    await sweep();
    expect(told).toMatchObject([{ end: { reason: 'gone', seconds: 3_600 } }]);
  });
});
