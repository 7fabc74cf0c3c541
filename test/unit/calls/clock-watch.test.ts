import type { Heartbeat } from '../../../src/calls/call-table.ts';
import { createClockWatch } from '../../../src/calls/clock-watch.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { settled } from '../../support/settled.ts';

const MINUTE = 60_000;
const signal = new AbortController().signal;

function aBeat(at: number, overrides: Partial<Heartbeat> = {}): Heartbeat {
  return { at, by: 'timer', forbidden: [], confirmed: [], asked: [], ...overrides };
}

/** `sweep` beats, unless the test has it do otherwise. */
function aWatch(first?: Heartbeat) {
  const clock = aClock();
  const state = { beat: first, reads: 0, writes: 0, sweeps: 0, failure: undefined as unknown };
  const act = {
    async sweep() {
      state.beat = aBeat(clock.now(), { by: 'request' });
    },
  };
  const watch = createClockWatch({
    table: {
      async heartbeat(given) {
        given.throwIfAborted();
        state.reads += 1;
        if (state.failure !== undefined) throw state.failure;
        return state.beat;
      },
      async beat(next) {
        state.writes += 1;
        state.beat = next;
      },
    },
    now: clock.now,
    async sweep() {
      state.sweeps += 1;
      await act.sweep();
    },
  });
  return { clock, state, act, watch };
}

test('a heartbeat of the last three minutes is read once a minute, and nobody sweeps', async () => {
  const { clock, state, watch } = aWatch(aBeat(NOON_MS));
  expect(await watch.check(signal)).toMatchObject({ ok: true, value: { at: NOON_MS } });
  clock.advance(MINUTE - 1);
  expect(await watch.check(signal)).toMatchObject({ ok: true });
  expect(state.reads).toBe(1);
  clock.advance(1);
  await watch.check(signal);
  expect(state).toMatchObject({ reads: 2, sweeps: 0 });
});

test.each([
  ['none', undefined],
  ['one that is three minutes old', aBeat(NOON_MS - 3 * MINUTE)],
])('where there is %s, the request sweeps itself', async (_what, beat) => {
  const { state, watch } = aWatch(beat);
  expect(await watch.check(signal)).toMatchObject({ ok: true, value: { by: 'request' } });
  expect(state.sweeps).toBe(1);
  expect(watch.warnings().leash_unavailable).toBe(false);
});

test('a sweep that takes longer than the request’s own deadline has run all the same', async () => {
  const { state, act, watch } = aWatch();
  const sweep = act.sweep;
  const patience = new AbortController();
  act.sweep = async () => {
    patience.abort();
    await sweep();
  };
  expect(await watch.check(patience.signal)).toMatchObject({ ok: true, value: { by: 'request' } });
  expect(state.sweeps).toBe(1);
});

test('one that is a little less than three minutes old is good', async () => {
  const { state, watch } = aWatch(aBeat(NOON_MS - 3 * MINUTE + 1));
  expect(await watch.check(signal)).toMatchObject({ ok: true });
  expect(state.sweeps).toBe(0);
});

test('requests at the same time wait for one sweep', async () => {
  const { state, act, clock, watch } = aWatch();
  const gate = Promise.withResolvers<void>();
  act.sweep = async () => {
    await gate.promise;
    state.beat = aBeat(clock.now());
  };
  const checks = [watch.check(signal), watch.check(signal), watch.check(signal)];
  await settled();
  gate.resolve();
  expect((await Promise.all(checks)).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(state.sweeps).toBe(1);
});

test('a sweep that leaves no heartbeat is a stopped clock, and readiness warns until it runs again', async () => {
  const { state, act, clock, watch } = aWatch();
  act.sweep = async () => undefined;
  expect(await watch.check(signal)).toEqual({
    ok: false,
    error: { reason: 'leash_unavailable', cause: 'ClockStopped' },
  });
  expect(watch.warnings().leash_unavailable).toBe(true);
  state.beat = aBeat(clock.now());
  expect(await watch.check(signal)).toMatchObject({ ok: true });
  expect(watch.warnings().leash_unavailable).toBe(false);
});

test.each(['the read', 'the sweep'])('%s that fails is a refusal, and the next check tries again', async (what) => {
  const { state, act, watch } = aWatch();
  const sweep = act.sweep;
  const failure = Object.assign(new Error('down'), { name: 'RestError' });
  if (what === 'the read') state.failure = failure;
  else act.sweep = async () => Promise.reject(failure);
  expect(await watch.check(signal)).toMatchObject({ ok: false, error: { reason: 'leash_unavailable' } });
  state.failure = undefined;
  act.sweep = sweep;
  expect(await watch.check(signal)).toMatchObject({ ok: true });
});

test('readiness warns of what the last sweep found', async () => {
  const found = { forbidden: ['https://a'], asked: ['https://a', 'https://b'], confirmed: ['https://b'] };
  const { clock, watch } = aWatch(aBeat(NOON_MS, found));
  expect(watch.warnings().hangup_forbidden).toBe(false);
  await watch.check(signal);
  clock.advance(30_000);
  expect(watch.warnings()).toEqual({ hangup_forbidden: true, leash_blind: true, leash_unavailable: false });
});

test('whoever reads it anew is told the newest one, sweeps nothing, and readiness warns of it', async () => {
  const { state, watch } = aWatch();
  expect(await watch.read(signal)).toBeUndefined();
  state.beat = aBeat(NOON_MS - 10 * MINUTE, { forbidden: ['https://a'] });
  expect(await watch.read(signal)).toEqual(state.beat);
  expect(watch.warnings().hangup_forbidden).toBe(true);
  expect(state).toMatchObject({ reads: 2, sweeps: 0 });
});

describe('a refusal that Azure gives somebody’s hang-up between two sweeps', () => {
  test('is in the heartbeat at once, for every instance, and is written once', async () => {
    const { state, watch } = aWatch(aBeat(NOON_MS, { forbidden: ['https://a'] }));
    await watch.check(signal);
    for (let times = 0; times < 2; times += 1) await watch.noteForbidden('https://b');
    expect(state).toMatchObject({ writes: 1, beat: { at: NOON_MS, forbidden: ['https://a', 'https://b'] } });
    expect(await watch.check(signal)).toMatchObject({ value: { forbidden: ['https://a', 'https://b'] } });
  });

  test('is a warning of readiness at once, which ends with the next sweep that finds it mended', async () => {
    const { state, clock, watch } = aWatch(aBeat(NOON_MS));
    await watch.noteForbidden('https://a');
    expect(watch.warnings().hangup_forbidden).toBe(true);
    clock.advance(MINUTE);
    state.beat = aBeat(clock.now());
    await watch.check(signal);
    expect(watch.warnings().hangup_forbidden).toBe(false);
  });

  test('waits for the next sweep where storage fails or nothing ever swept, and the hang-up is answered all the same', async () => {
    const { state, watch } = aWatch();
    await watch.noteForbidden('https://a');
    state.failure = new Error('down');
    await expect(watch.noteForbidden('https://a')).resolves.toBeUndefined();
    expect(state.writes).toBe(0);
  });
});
