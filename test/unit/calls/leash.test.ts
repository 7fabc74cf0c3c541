import type { Beginning } from '../../../src/calls/leash.ts';
import { createLeash } from '../../../src/calls/leash.ts';
import { termsOf } from '../../../src/calls/terms.ts';
import { ok } from '../../../src/lib/result.ts';
import type { Probe } from '../../../src/realtime/call-control.ts';
import { settled } from '../../support/deferred.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aTarget } from '../../support/target.ts';
import { aSweepBench, MINUTE, ORIGIN, RULES } from './sweep-bench.ts';

const TERMS = termsOf({ rules: RULES.calls, policies: {}, maxMinutes: 10, isPerson: true, hasStorage: true });

function aBench(seen: Probe = 'alive') {
  const bench = aSweepBench();
  bench.azure.probe = () => seen;
  const heartbeat = {
    at: bench.clock.now(),
    by: 'timer',
    forbidden: [] as string[],
    confirmed: [],
    asked: [],
  } as const;
  const clock = { check: async () => ok(heartbeat), warnings: () => never, ageMs: () => 0 };
  const begun: string[] = [];
  const leash = createLeash({
    ...{ table: bench.table, quota: bench.quota, control: bench.upstream, ender: bench.ender, clock },
    now: bench.clock.now,
    begun: ({ callId }) => begun.push(callId),
  });
  async function begin(callId: string): Promise<ReturnType<typeof leash.begin>> {
    if (!TERMS) throw new Error('There are terms.');
    const call = { id: `mint_${callId}`, wantedSeconds: TERMS.seconds, perCaller: TERMS.perCaller };
    const share = unwrap(await bench.quota.take('ada', {}, call));
    const beginning: Beginning = {
      ...{ callId, target: aTarget(ORIGIN), terms: TERMS, share, place: undefined },
      about: { id: call.id, caller: 'ada', formerCallers: [], rule: 'rule', profile: 'default' },
    };
    return leash.begin(beginning);
  }
  return { ...bench, leash, begin, begun, heartbeat };
}
const never = { hangup_forbidden: false, leash_blind: false, leash_unavailable: false };

describe('a call that begins', () => {
  test('has a row and a slot before its answer leaves, and its end is told', async () => {
    const { begin, table, quotaTable, begun, clock } = aBench();
    expect(unwrap(await begin('rtc_1')).endsAt).toBe(clock.now() + 10 * MINUTE);
    expect(table.onTheLine()).toEqual(['rtc_1']);
    expect(quotaTable.callsOf('ada').slots).toMatchObject([{ live: { callId: 'rtc_1' } }]);
    expect(begun).toEqual(['rtc_1']);
  });

  test('is looked at once, so that a page which is reloaded at once does not keep its place', async () => {
    const { begin, azure, ender, table, signal, quotaTable } = aBench();
    await begin('rtc_1');
    await settled();
    const call = (await table.live(signal))[0];
    expect(call).toMatchObject({ lastSeenAlive: expect.any(Number) });
    azure.hangUp = () => ({ kind: 'over' });
    if (call && 'caller' in call) expect(await ender.end(call, 'replaced', signal)).toMatchObject({ kind: 'ended' });
    expect(quotaTable.callsOf('ada').slots).toEqual([]);
  });

  test('keeps its place where that look finds nothing: a 404 is no proof', async () => {
    const { begin, azure, ender, table, signal } = aBench('not_found');
    await begin('rtc_1');
    await settled();
    azure.hangUp = () => ({ kind: 'over' });
    const call = (await table.live(signal))[0];
    if (call && 'caller' in call) expect(await ender.end(call, 'replaced', signal)).toMatchObject({ kind: 'pending' });
    expect(table.onTheLine()).toEqual(['rtc_1']);
  });
});

describe('a promise that cannot be written', () => {
  test.each(['the slot', 'the row'])('ends the call at once and leaves nothing behind: %s', async (what) => {
    const { begin, table, quotaTable, hangUps, begun } = aBench();
    if (what === 'the row') table.begin = () => Promise.reject(new Error('down'));
    else {
      let writes = 0;
      quotaTable.before((call) => {
        writes += call === 'write' ? 1 : 0;
        // The first write takes the slot, the second confirms it, the third releases it.
        if (writes === 2 && call === 'write') throw Object.assign(new Error('down'), { name: 'RestError' });
      });
    }
    expect(errorOf(await begin('rtc_1'))).toEqual({ reason: 'leash_unavailable', cause: 'NotWritten' });
    expect(hangUps()).toEqual(['rtc_1']);
    expect(table.onTheLine()).toEqual([]);
    expect(quotaTable.callsOf('ada').slots).toEqual([]);
    expect(begun).toEqual([]);
  });
});

describe('whether a call may begin', () => {
  test('is no where its end could not be had: the identity may not hang up there', async () => {
    const { leash, heartbeat } = aBench();
    if (!TERMS) throw new Error('There are terms.');
    expect((await leash.admit('mint_1', TERMS, aTarget(ORIGIN))).ok).toBe(true);
    heartbeat.forbidden.push(ORIGIN);
    expect(errorOf(await leash.admit('mint_1', TERMS, aTarget(ORIGIN)))).toMatchObject({ cause: 'HangUpForbidden' });
    expect((await leash.admit('mint_1', { ...TERMS, seconds: 3_600 }, aTarget(ORIGIN))).ok).toBe(true);
    expect((await leash.admit('mint_1', TERMS, aTarget('https://other.openai.azure.com'))).ok).toBe(true);
  });

  test('is no for that reason too where the place that was taken meanwhile cannot be left', async () => {
    const { leash, heartbeat, table } = aBench();
    if (!TERMS) throw new Error('There are terms.');
    heartbeat.forbidden.push(ORIGIN);
    table.leavePlace = () => Promise.reject(new Error('down'));
    const refused = await leash.admit('mint_1', { ...TERMS, perDeployment: 1 }, aTarget(ORIGIN));
    expect(errorOf(refused)).toMatchObject({ cause: 'HangUpForbidden' });
  });
});
