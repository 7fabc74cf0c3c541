import { UNKNOWN_CALL_ID } from '../../../src/calls/resource-of.ts';
import { BY_REQUEST } from '../../../src/calls/sweep.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSweepBench, MINUTE, ORIGIN } from './sweep-bench.ts';

const SECOND = 1_000;

describe('an identity that may not end calls', () => {
  test('stops the hang-ups of that resource, is told, and is asked again with an id that no call has', async () => {
    const { begin, clock, sweep, azure, hangUps, table } = aSweepBench();
    for (const id of ['rtc_1', 'rtc_2']) await begin(id, { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    azure.hangUp = () => ({ kind: 'forbidden', dataAction: 'hang up' });
    await sweep();
    const signal = new AbortController().signal;
    expect(await table.heartbeat(signal)).toMatchObject({ forbidden: [ORIGIN], lacks: 'hang up' });
    const before = hangUps().length;
    clock.advance(MINUTE);
    await sweep();
    expect(hangUps().slice(before)).toEqual([UNKNOWN_CALL_ID]);
    azure.hangUp = (callId) => ({ kind: callId === UNKNOWN_CALL_ID ? 'over' : 'ended' });
    clock.advance(MINUTE);
    await sweep();
    expect(await table.heartbeat(signal)).toMatchObject({ forbidden: [], confirmed: [ORIGIN] });
    expect(table.onTheLine()).toEqual([]);
  });

  test('is one line of each sweep, with what it lacks, until it is mended', async () => {
    const { begin, clock, sweep, azure, log } = aSweepBench();
    for (const id of ['rtc_1', 'rtc_2']) await begin(id, { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    azure.hangUp = () => ({ kind: 'forbidden', dataAction: 'hang up' });
    for (let minute = 0; minute < 2; minute += 1) {
      await sweep();
      clock.advance(MINUTE);
    }
    const line = { event: 'hangup_forbidden', level: 'warn', origin: ORIGIN, dataAction: 'hang up' };
    expect(log.of('hangup_forbidden')).toEqual([line, line]);
    azure.hangUp = () => ({ kind: 'ended' });
    await sweep();
    expect(log.of('hangup_forbidden')).toHaveLength(2);
  });
});

describe('the heartbeat', () => {
  test('says when the clock ran, and by whom', async () => {
    const { sweep, table } = aSweepBench();
    await sweep(BY_REQUEST);
    const signal = new AbortController().signal;
    expect(await table.heartbeat(signal)).toMatchObject({ at: NOON_MS, by: 'request', forbidden: [] });
  });

  test('says where a due call was ended and where Azure only ever knew none', async () => {
    const { begin, sweep, azure, table, clock, log } = aSweepBench();
    const signal = new AbortController().signal;
    azure.hangUp = () => ({ kind: 'over' });
    await begin('rtc_1', { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    await sweep();
    expect(await table.heartbeat(signal)).toMatchObject({ asked: [ORIGIN], confirmed: [] });
    expect(log.of('leash_blind')).toEqual([{ event: 'leash_blind', level: 'warn', origin: ORIGIN }]);
    azure.hangUp = () => ({ kind: 'ended' });
    await begin('rtc_2', { dueAt: clock.now() + SECOND, grantSeconds: 1 });
    await sweep();
    expect(await table.heartbeat(signal)).toMatchObject({ asked: [ORIGIN], confirmed: [ORIGIN] });
    expect(log.of('leash_blind')).toHaveLength(1);
  });
});
