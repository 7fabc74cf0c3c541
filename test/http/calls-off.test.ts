/** Whoever wants no limits asks no storage for any, and whoever never named one is served as before. */
import { anOffer } from '../support/sdp.ts';
import { type CallBench, startCallBench } from './call-bench.ts';
import { type System, startSystem } from './system.ts';

describe('with no quota, no leash and no cap', () => {
  let bench: CallBench;
  beforeAll(async () => {
    bench = await startCallBench({
      storage: 'proxied',
      settings: { 'realtime:calls': '{"maxMinutes":null,"perCaller":null}' },
    });
  });
  afterAll(() => bench.system.stop());
  afterEach(() => bench.reset());

  test('a call and a secret ask storage nothing', async () => {
    expect(await bench.relay(bench.aPerson())).toMatchObject({ status: 201 });
    expect(await bench.system.mint()).toMatchObject({ status: 200 });
    expect(bench.system.proxy.requests).toEqual([]);
  });

  test('a call whose id Azure does not tell is a call all the same', async () => {
    bench.azure.switches.set('calls.answer', 'no-location');
    expect(await bench.relay(bench.aPerson())).toMatchObject({ status: 201, id: '' });
    expect(bench.system.proxy.requests).toEqual([]);
  });

  test('a call with a limit asks storage, as soon as the settings name one', async () => {
    await bench.set('calls', '{"maxMinutes":null,"perCaller":1}');
    expect(await bench.relay(bench.aPerson())).toMatchObject({ status: 201 });
    expect(bench.system.proxy.requests.length).toBeGreaterThan(0);
  });
});

describe('with no storage named', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  test('calls are served as before there were limits', async () => {
    expect(await system.call(anOffer())).toMatchObject({ status: 201 });
    expect(await system.mint()).toMatchObject({ status: 200 });
  });

  test('nobody can be told of a call, nor end one', async () => {
    const headers = await system.bearer();
    const unavailable = { status: 503, json: { code: 'leash_unavailable' } };
    expect(await system.request('/api/realtime/calls', { headers })).toMatchObject(unavailable);
    expect(await system.request('/api/realtime/calls/rtc_1/hangup', { method: 'POST', headers })).toMatchObject(
      unavailable,
    );
  });

  test.each(['{"maxMinutes":10,"perCaller":null}', '{"perCaller":1}'])(
    'a limit is not left undone: with %s no call begins',
    async (calls) => {
      system.azure.settings.set('realtime:calls', calls);
      await system.advance(6 * 60_000);
      expect(await system.call(anOffer())).toMatchObject({ status: 503, json: { code: 'leash_unavailable' } });
      expect(await system.mint()).toMatchObject({ status: 200 });
    },
  );
});
