import { digestOfCall } from '../../../src/calls/call-digest.ts';
import { BY_REQUEST } from '../../../src/calls/sweep.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSweepBench, MINUTE, RULES } from './sweep-bench.ts';

const SECOND = 1_000;

describe('a call whose time is up', () => {
  test('is hung up on the second, by the sweep that waits for it', async () => {
    const { begin, clock, sweep, asked, table } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + 40 * SECOND, grantSeconds: 40 });
    await begin('rtc_2', { dueAt: NOON_MS + 59 * SECOND });
    await sweep();
    expect(asked).toEqual([{ what: 'hang up', callId: 'rtc_1', at: NOON_MS + 40 * SECOND }]);
    expect(table.onTheLine()).toEqual(['rtc_2']);
    expect(clock.now()).toBe(NOON_MS + 40 * SECOND);
  });

  test('is charged what it lasted and no more, and its place is free', async () => {
    const { begin, sweep, quotaTable, told } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + 40 * SECOND, grantSeconds: 40 });
    await sweep();
    const end = { at: NOON_MS + 40 * SECOND, reason: 'due', seconds: 40 };
    expect(told).toEqual([{ callId: 'rtc_1', end }]);
    expect(quotaTable.callsOf('ada')).toEqual({ slots: [], spent: [{ endedAt: end.at, seconds: 40 }] });
  });

  test('is not waited for by a sweep that a request makes, and is ended by it once it is due', async () => {
    const { begin, clock, sweep, hangUps } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + 40 * SECOND, grantSeconds: 40 });
    await sweep(BY_REQUEST);
    expect(hangUps()).toEqual([]);
    clock.advance(41 * SECOND);
    await sweep(BY_REQUEST);
    expect(hangUps()).toEqual(['rtc_1']);
  });

  test('is over where Azure knows it no more, and its whole grant is charged', async () => {
    const { begin, sweep, azure, told } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + 40 * SECOND, grantSeconds: 40 });
    azure.hangUp = () => ({ kind: 'over' });
    await sweep();
    expect(told).toMatchObject([{ end: { reason: 'due', seconds: 40 } }]);
  });

  test('is asked for four times in a sweep, and again in the next, as long as nobody knows', async () => {
    const { begin, clock, sweep, azure, hangUps, reports, table } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    azure.hangUp = () => ({ kind: 'unknown', cause: '500', retryAfterMs: undefined });
    await sweep();
    expect(hangUps()).toHaveLength(4);
    expect(reports).toMatchObject([{ rows: 1, ended: 0, failed: 1 }]);
    expect(table.onTheLine()).toEqual(['rtc_1']);
    azure.hangUp = () => ({ kind: 'ended' });
    clock.advance(MINUTE);
    await sweep();
    expect(table.onTheLine()).toEqual([]);
    expect(reports[1]).toMatchObject({ ended: 1, failed: 0 });
  });

  test('waits as long as Azure asks', async () => {
    const { begin, sweep, azure, asked } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS, grantSeconds: 1 });
    const answers = [{ kind: 'unknown', cause: '429', retryAfterMs: 3_000 } as const];
    azure.hangUp = () => answers.pop() ?? { kind: 'ended' };
    await sweep();
    expect(asked.map(({ at }) => at - NOON_MS)).toEqual([0, 3_000]);
  });

  test('is one of a thousand: each is ended once', async () => {
    const { begin, sweep, hangUps, told } = aSweepBench();
    for (let call = 0; call < 1_000; call += 1) {
      await begin(`rtc_${call}`, { caller: `caller-${call % 60}`, dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    }
    await sweep();
    expect(new Set(hangUps()).size).toBe(1_000);
    expect(told).toHaveLength(1_000);
  });
});

describe('two sweeps at a time', () => {
  test('charge a call once and tell its end once', async () => {
    const { begin, sweep, told, quotaTable } = aSweepBench();
    for (const id of ['rtc_1', 'rtc_2', 'rtc_3']) await begin(id, { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    await Promise.all([sweep(), sweep()]);
    expect(told.map(({ callId }) => callId).sort()).toEqual(['rtc_1', 'rtc_2', 'rtc_3']);
    expect(quotaTable.callsOf('ada').spent).toHaveLength(3);
  });
});

describe('a call that may not go on', () => {
  test.each([
    ['of a revoked caller', 'revoked', { ...RULES, revoked: { subjects: ['ada'] } }],
    ['of a caller who is revoked by a former pseudonym', 'revoked', { ...RULES, revoked: { subjects: ['former'] } }],
    ['of a token that is too old', 'revoked', { ...RULES, revoked: { subjects: [], issuedBeforeMs: NOON_MS } }],
    ['begun before the kill switch', 'operator', { ...RULES, endBefore: NOON_MS + 1 }],
  ])('%s is ended at once: %s', async (_what, reason, rules) => {
    const { begin, clock, sweep, azure, told } = aSweepBench();
    await begin('rtc_1', { formerCallers: ['former'], tokenIssuedAt: NOON_MS - 1 });
    clock.advance(30 * SECOND);
    azure.rules = rules;
    await sweep();
    expect(told).toMatchObject([{ callId: 'rtc_1', end: { reason, seconds: 30 } }]);
  });

  test('is none that those settings do not mean', async () => {
    const { begin, sweep, azure, hangUps } = aSweepBench();
    await begin('rtc_1', { tokenIssuedAt: NOON_MS });
    azure.rules = { ...RULES, revoked: { subjects: ['eve'], issuedBeforeMs: NOON_MS }, endBefore: NOON_MS };
    await sweep();
    expect(hangUps()).toEqual([]);
  });
});

describe('what a sweep cannot do', () => {
  test('stops nobody else: a row that cannot be read is said, and dropped when its call must have ended', async () => {
    const { begin, clock, sweep, table, log } = aSweepBench();
    table.putUnreadable({ callId: 'rtc_x', etag: 'x', writtenAt: NOON_MS });
    await begin('rtc_1', { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    await sweep();
    expect(table.ended.has('rtc_1')).toBe(true);
    expect(log.records).toContainEqual({ level: 'error', event: 'call_row_unreadable', call: digestOfCall('rtc_x') });
    expect(await table.live(new AbortController().signal)).toHaveLength(1);
    clock.advance(61 * MINUTE);
    await sweep();
    expect(await table.live(new AbortController().signal)).toEqual([]);
  });

  test('is left for the next one where storage fails in mid-sweep, and nothing is charged twice', async () => {
    const { begin, clock, sweep, quotaTable, told, reports } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    quotaTable.before(() => {
      throw Object.assign(new Error('down'), { name: 'RestError', statusCode: 503 });
    });
    await sweep();
    expect(reports).toMatchObject([{ ended: 0, failed: 1 }]);
    quotaTable.before(() => undefined);
    clock.advance(MINUTE);
    await sweep();
    expect(told).toHaveLength(1);
    expect(quotaTable.callsOf('ada').spent).toEqual([{ endedAt: NOON_MS + SECOND, seconds: 1 }]);
  });

  test('forgets what ended a day ago', async () => {
    const { begin, clock, sweep, table } = aSweepBench();
    await begin('rtc_1', { dueAt: NOON_MS + SECOND, grantSeconds: 1 });
    await sweep();
    clock.advance(24 * 60 * MINUTE - SECOND);
    await sweep();
    expect(table.ended.size).toBe(1);
    clock.advance(2 * SECOND);
    await sweep();
    expect(table.ended.size).toBe(0);
  });
});
