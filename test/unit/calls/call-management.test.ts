import type { Caller } from '../../../src/auth/caller.ts';
import { createCallManagement } from '../../../src/calls/call-management.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSweepBench, MINUTE, ORIGIN } from './sweep-bench.ts';

const NOBODY = { rules: [] };
const ADA: Caller = {
  hash: 'ada',
  formerHashes: [],
  scopes: [],
  roles: [],
  isOperator: false,
  isPerson: true,
  rule: 'rule',
  seesCallsOf: NOBODY,
  endsCallsOf: NOBODY,
  issuedAtSeconds: undefined,
};
const EVE = { ...ADA, hash: 'eve' };
const NOT_FOUND = { ok: false, error: { reason: 'call_not_found' } };

function aCallManagement() {
  const bench = aSweepBench();
  let reads = 0;
  const table = {
    ...bench.table,
    find: async (...args: Parameters<typeof bench.table.find>) => {
      reads += 1;
      return bench.table.find(...args);
    },
  };
  const forbidden: string[] = [];
  const clock = { noteForbidden: async (origin: string) => void forbidden.push(origin) };
  const board = createCallManagement({ table, ender: bench.ender, clock, now: bench.clock.now });
  return {
    ...bench,
    board: {
      ...board,
      hangUp: (callId: string, caller: Caller) => board.hangUp({ api: 'realtime', callId }, caller),
    },
    forbidden,
    reads: () => reads,
  };
}

describe('one’s own call', () => {
  test('is ended, charged to that instant, and may be ended again', async () => {
    const { begin, board, clock, told, hangUps } = aCallManagement();
    await begin('rtc_1');
    clock.advance(MINUTE);
    for (let times = 0; times < 2; times += 1) {
      expect(await board.hangUp('rtc_1', ADA)).toEqual({ ok: true, value: { by: 'owner', state: 'ended' } });
    }
    expect(told).toEqual([{ callId: 'rtc_1', end: { at: NOON_MS + MINUTE, reason: 'owner', seconds: 60 } }]);
    expect(hangUps()).toEqual(['rtc_1']);
  });

  test('is theirs by a former pseudonym too', async () => {
    const { begin, board } = aCallManagement();
    await begin('rtc_1');
    expect(await board.hangUp('rtc_1', { ...EVE, formerHashes: ['ada'] })).toMatchObject({ value: { by: 'owner' } });
  });

  test.each(['unknown', 'forbidden'] as const)('whose hang-up is %s is ending, and the sweep ends it', async (kind) => {
    const { begin, board, azure, clock, sweep, told, forbidden } = aCallManagement();
    await begin('rtc_1');
    clock.advance(MINUTE / 2);
    azure.hangUp = () => ({ kind, cause: '500', dataAction: undefined, retryAfterMs: undefined });
    expect(await board.hangUp('rtc_1', ADA)).toMatchObject({ value: { state: 'ending' } });
    // New calls that are to be short are refused from now on, and not from the next sweep.
    expect(forbidden).toEqual(kind === 'forbidden' ? [ORIGIN] : []);
    azure.hangUp = () => ({ kind: 'ended' });
    clock.advance(MINUTE);
    await sweep();
    // The caller does not pay for the minute in which Azure did not answer.
    expect(told).toMatchObject([{ end: { reason: 'owner', seconds: 30 } }]);
  });
});

test('a stranger’s call, one that is not there and an id of another form have one answer; only ids are looked up', async () => {
  const { begin, board, reads, hangUps } = aCallManagement();
  await begin('rtc_1');
  expect(await board.hangUp('rtc_1', EVE)).toEqual(NOT_FOUND);
  expect(await board.hangUp('rtc_2', EVE)).toEqual(NOT_FOUND);
  expect(reads()).toBe(2);
  for (const id of ['', 'live:rtc_1', 'rtc_', 'rtc_1/..', "rtc_1' or '1", `rtc_${'x'.repeat(125)}`]) {
    expect(await board.hangUp(id, ADA)).toEqual(NOT_FOUND);
  }
  expect([reads(), hangUps()]).toEqual([2, []]);
});

test('who sees the calls of a rule does not end them, and who ends them is the operator', async () => {
  const { begin, board } = aCallManagement();
  await begin('rtc_1');
  const looker = { ...EVE, seesCallsOf: { rules: ['rule'] } };
  expect(await board.list(looker)).toMatchObject({ value: [{ callId: 'rtc_1' }] });
  expect(await board.list({ ...EVE, seesCallsOf: { rules: ['other'] } })).toEqual({ ok: true, value: [] });
  expect(await board.hangUp('rtc_1', looker)).toEqual(NOT_FOUND);
  expect(await board.hangUp('rtc_1', { ...EVE, endsCallsOf: 'everybody' })).toMatchObject({
    value: { by: 'operator' },
  });
});

test('ending all counts what has ended and what is ending', async () => {
  const { begin, board, azure, table } = aCallManagement();
  for (const id of ['rtc_1', 'rtc_2', 'rtc_3']) await begin(id);
  await begin('rtc_4', { caller: 'eve' });
  azure.hangUp = (id) =>
    id === 'rtc_2' ? { kind: 'unknown', cause: '500', retryAfterMs: undefined } : { kind: 'ended' };
  const all = await board.endAll(ADA, () => true);
  expect(all).toEqual({ ok: true, value: { ended: 2, ending: 1 } });
  expect([...table.onTheLine()].sort()).toEqual(['rtc_2', 'rtc_4']);
});

test('storage that fails is a refusal, and no throw', async () => {
  const bench = aSweepBench();
  const failing = async () => Promise.reject(Object.assign(new Error('down'), { name: 'RestError' }));
  const table = { ...bench.table, find: failing, live: failing };
  const noteForbidden = async () => undefined;
  const board = createCallManagement({ table, ender: bench.ender, clock: { noteForbidden }, now: bench.clock.now });
  const refused = { ok: false, error: { reason: 'leash_unavailable' } };
  expect(await board.hangUp({ api: 'realtime', callId: 'rtc_1' }, ADA)).toMatchObject(refused);
  expect(await board.list(ADA)).toMatchObject(refused);
  expect(await board.endAll(ADA, () => true)).toMatchObject(refused);
});
