/** Where the end of a Live session differs from that of a Realtime call. */
import { resourceOf } from '../../../src/calls/resource-of.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSweepBench, MINUTE, ORIGIN } from './sweep-bench.ts';

const LIVE = { api: 'live' } as const;
const NOT_CONFIRMED = { kind: 'unknown', cause: 'NotConfirmed', retryAfterMs: undefined, isAsked: true } as const;

test('Azure’s seconds are what the caller is charged, and they are marked', async () => {
  const { begin, azure, clock, sweep, told } = aSweepBench();
  await begin('live_1', LIVE);
  azure.hangUp = () => ({ kind: 'ended', seconds: 571.2 });
  clock.advance(10 * MINUTE);
  await sweep();
  expect(told).toEqual([
    { callId: 'live_1', end: { at: NOON_MS + 10 * MINUTE, reason: 'due', seconds: 572, measured: true } },
  ]);
});

test('Azure’s seconds never charge more than was granted, and without any our clock counts', async () => {
  const { begin, azure, clock, sweep, told } = aSweepBench();
  await begin('live_1', LIVE);
  await begin('live_2', LIVE);
  azure.hangUp = (id) => ({ kind: 'ended', ...(id === 'live_1' && { seconds: 9_000 }) });
  clock.advance(10 * MINUTE);
  await sweep();
  expect(told.map(({ end }) => [end.seconds, end.measured])).toEqual([
    [600, true],
    [600, undefined],
  ]);
});

test('a session that was asked to close is not asked again in the same sweep; the next one finds it closed', async () => {
  const { begin, azure, clock, sweep, told, hangUps } = aSweepBench();
  await begin('live_1', LIVE);
  azure.hangUp = () => NOT_CONFIRMED;
  clock.advance(10 * MINUTE);
  await sweep();
  expect([hangUps(), told]).toEqual([['live_1'], []]);
  azure.hangUp = () => ({ kind: 'over' });
  clock.advance(MINUTE);
  await sweep();
  expect(told).toMatchObject([{ end: { reason: 'due' } }]);
});

test('a 404 is no end while the page may still be connecting, and one afterwards', async () => {
  const { begin, azure, clock, sweep, told } = aSweepBench();
  await begin('live_1', LIVE);
  await begin('rtc_1');
  azure.probe = () => 'not_found';
  azure.rules = { ...azure.rules, calls: { ...azure.rules.calls, probeMinutes: 1 } };
  clock.advance(29_000);
  await sweep();
  expect(told).toEqual([]);
  clock.advance(31_000);
  await sweep();
  // Azure may hide a Realtime call that nobody has seen.
  expect(told).toEqual([{ callId: 'live_1', end: { at: NOON_MS + MINUTE, reason: 'gone', seconds: 60 } }]);
});

test('who may not close sessions there may still hang up calls', async () => {
  const { begin, azure, clock, sweep, told, table, signal } = aSweepBench();
  await begin('live_1', LIVE);
  await begin('rtc_1');
  azure.hangUp = (id) => (id.startsWith('rtc_') ? { kind: 'ended' } : { kind: 'forbidden', dataAction: 'x' });
  clock.advance(10 * MINUTE);
  await sweep();
  expect(told.map(({ callId }) => callId)).toEqual(['rtc_1']);
  const forbidden = resourceOf({ origin: ORIGIN, api: 'live' });
  expect(await table.heartbeat(signal)).toMatchObject({ forbidden: [forbidden], asked: [ORIGIN] });
});

test('it is tried for a day: nobody has published when Azure ends it', async () => {
  const { begin, azure, clock, sweep, told } = aSweepBench();
  await begin('live_1', LIVE);
  await begin('rtc_1');
  azure.hangUp = () => ({ kind: 'unknown', cause: '500', retryAfterMs: undefined });
  clock.advance(62 * MINUTE);
  await sweep();
  expect(told.map(({ callId }) => callId)).toEqual(['rtc_1']);
  clock.advance(23 * 60 * MINUTE);
  await sweep();
  expect(told.map(({ callId }) => callId)).toEqual(['rtc_1', 'live_1']);
});
