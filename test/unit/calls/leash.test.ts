import { errorOf, unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';
import { aTarget } from '../../support/target.ts';
import { aLeashBench, TERMS } from './leash-bench.ts';
import { MINUTE, ORIGIN } from './sweep-bench.ts';

describe('a call that begins', () => {
  test('has a row and a slot before its answer leaves, and its end is told', async () => {
    const { begin, table, quotaTable, begun, clock } = aLeashBench();
    expect(unwrap(await begin('rtc_1')).endsAt).toBe(clock.now() + 10 * MINUTE);
    expect(table.onTheLine()).toEqual(['rtc_1']);
    expect(quotaTable.callsOf('ada').slots).toMatchObject([{ live: { callId: 'rtc_1' } }]);
    expect(begun).toEqual(['rtc_1']);
  });

  test('is looked at once, so that a page which is reloaded at once does not keep its place', async () => {
    const { begin, azure, ender, table, signal, quotaTable } = aLeashBench();
    await begin('rtc_1');
    await settled();
    const call = (await table.live(signal))[0];
    expect(call).toMatchObject({ lastSeenAlive: expect.any(Number) });
    azure.hangUp = () => ({ kind: 'over' });
    if (call && 'caller' in call) expect(await ender.end(call, 'replaced', signal)).toMatchObject({ kind: 'ended' });
    expect(quotaTable.callsOf('ada').slots).toEqual([]);
  });

  test('keeps its place where that look finds nothing: a 404 is no proof', async () => {
    const { begin, azure, ender, table, signal } = aLeashBench('not_found');
    await begin('rtc_1');
    await settled();
    azure.hangUp = () => ({ kind: 'over' });
    const call = (await table.live(signal))[0];
    if (call && 'caller' in call) expect(await ender.end(call, 'replaced', signal)).toMatchObject({ kind: 'pending' });
    expect(table.onTheLine()).toEqual(['rtc_1']);
  });
});

describe('whether a call may begin', () => {
  test('is no where its end could not be had: the identity may not hang up there', async () => {
    const { leash, forbidden } = aLeashBench();
    expect((await leash.admit('mint_1', TERMS, aTarget(ORIGIN))).ok).toBe(true);
    forbidden.push(ORIGIN);
    expect(errorOf(await leash.admit('mint_1', TERMS, aTarget(ORIGIN)))).toMatchObject({ cause: 'HangUpForbidden' });
    expect((await leash.admit('mint_1', { ...TERMS, short: false }, aTarget(ORIGIN))).ok).toBe(true);
    expect((await leash.admit('mint_1', TERMS, aTarget('https://other.openai.azure.com'))).ok).toBe(true);
  });

  test('is no for that reason too where the place that was taken meanwhile cannot be left', async () => {
    const { leash, forbidden, table } = aLeashBench();
    forbidden.push(ORIGIN);
    table.leavePlace = () => Promise.reject(new Error('down'));
    const refused = await leash.admit('mint_1', { ...TERMS, perDeployment: 1 }, aTarget(ORIGIN));
    expect(errorOf(refused)).toMatchObject({ cause: 'HangUpForbidden' });
  });
});

test('a caller’s oldest call that may not be hung up leaves no room, and the refusal is known at once', async () => {
  const { begin, leash, azure, forbidden, quotaTable } = aLeashBench();
  await begin('rtc_1');
  const { slots } = quotaTable.callsOf('ada');
  azure.hangUp = () => ({ kind: 'unknown', cause: '500', retryAfterMs: undefined });
  expect([await leash.makeRoom(slots, 'replace'), forbidden]).toEqual([false, []]);
  azure.hangUp = () => ({ kind: 'forbidden', dataAction: undefined });
  expect([await leash.makeRoom(slots, 'replace'), forbidden]).toEqual([false, [ORIGIN]]);
  azure.hangUp = () => ({ kind: 'ended' });
  expect(await leash.makeRoom(slots, 'replace')).toBe(true);
});
