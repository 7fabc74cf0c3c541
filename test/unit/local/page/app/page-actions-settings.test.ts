/** Where a call goes, and what has to be there before it: another endpoint, and settings that a scenario changes. */
import type { EmulatedAzure } from '../../../../../local/azure/emulated-azure.ts';
import { isLiveChosen, type PageState } from '../../../../../local/page/app/page/page-state.ts';
import { startTestAzure } from '../../../../support/start-test-azure.ts';
import { CONFIG, openPageAt, scenario } from './page-actions-bench.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const openPage = (first?: Partial<PageState>, pasted?: string) => openPageAt(azure, first, pasted);

describe('another endpoint', () => {
  const REMOTE: Partial<PageState> = { target: 'remote', remoteUrl: 'https://app.example' };

  test('is called with the pasted token, and nothing of this machine is', async () => {
    const { actions, calls, over } = openPage(REMOTE);
    actions.talk();
    await over();
    expect(calls.map(({ url }) => url)).toEqual(['https://app.example/api/realtime/calls']);
    expect(calls[0]?.init.headers).toMatchObject({ authorization: 'Bearer eyJ.pasted.token' });
  });

  test('is not called with what no header can hold', () => {
    const { actions, calls, store } = openPage(REMOTE, 'eyJ…token');
    actions.talk();
    expect(calls).toEqual([]);
    expect(store.get()).toMatchObject({ call: { phase: 'idle' } });
    expect(store.get().refusal).toMatchObject({ field: 'token', text: expect.stringContaining('no access token') });
  });

  test('is not broken by what is broken here', async () => {
    const { actions, calls, over } = openPage({ ...REMOTE, scenario: scenario('origin-refused') });
    actions.talk();
    await over();
    expect(calls[0]?.init.method).toBe('POST');
  });

  test('is remembered by its address alone, once it is one', () => {
    const { actions, kept, store } = openPage({ target: 'remote' });
    actions.typeUrl('https:/');
    actions.typeUrl('https://user:secret@app.example/api');
    expect(kept).toEqual(['https://app.example/api']);
    expect(store.get().remoteUrl).toBe('https://user:secret@app.example/api');
  });

  test('needs an address before anything is sent', () => {
    const { actions, calls, store } = openPage({ target: 'remote' });
    actions.talk();
    expect(calls).toEqual([]);
    expect(store.get().refusal).toMatchObject({ field: 'url', text: expect.stringContaining('base URL') });
  });
});

describe('a Live profile', () => {
  test('is called through the endpoint, whichever way is chosen, which comes back with another profile', async () => {
    const { actions, calls, over, store } = openPage({ way: 'direct' });
    actions.chooseProfile('coach');
    expect(isLiveChosen(store.get())).toBe(true);
    actions.talk();
    const { call } = await over();
    expect(call).toMatchObject({ way: 'relay', profile: 'coach' });
    expect(calls[1]?.url).toBe(`${CONFIG.endpoint}/live/sessions?profile=coach`);
    actions.chooseProfile('default');
    expect([store.get().way, isLiveChosen(store.get())]).toEqual(['direct', false]);
  });

  test.each(['mend', 'startAfresh'] as const)(
    'is chosen by what only it shows, until %s puts back the earlier one',
    async (putBack) => {
      const { actions, store, over } = openPage({ way: 'direct', profile: 'filtered' });
      await actions.breakIt(scenario('live-concurrency'));
      const { call } = await over();
      expect([store.get().profile, call.profile, call.api]).toEqual(['coach', 'coach', 'live']);
      expect(azure.switches.get('live.concurrency')).toBe(0);
      await actions[putBack]();
      expect(store.get()).toMatchObject({ way: 'direct', profile: 'filtered', scenario: undefined });
      expect(azure.switches.get('live.concurrency')).toBe(10);
    },
  );

  test('that a scenario has spoilt is again what it was', async () => {
    const coach = '{"api":"live","deployment":"gpt-live"}';
    azure.settings.set('realtime:profiles:coach', coach);
    const { actions, over } = openPage();
    await actions.breakIt(scenario('live-deployment'));
    expect(azure.settings.get('realtime:profiles:coach')).toContain('gpt-realtime-mini');
    await over();
    await actions.mend();
    expect(azure.settings.get('realtime:profiles:coach')).toBe(coach);
  });

  test('is one of this machine: which ones another endpoint has, nobody has told', () => {
    const { store } = openPage({ target: 'remote', profile: 'coach' });
    expect(isLiveChosen(store.get())).toBe(false);
  });

  test('is none before the page’s server has told', () => {
    expect(isLiveChosen({ ...openPage().store.get(), config: undefined, profile: 'coach' })).toBe(false);
  });
});

describe('settings that a scenario changes', () => {
  const QUOTA = 'realtime:quota';
  const quota = () => azure.settings.get(QUOTA);

  test('are there before the call begins, and what was there comes back', async () => {
    azure.settings.set(QUOTA, '{"own":{"limit":3,"windowSeconds":60}}');
    const { actions, calls, over } = openPage();
    await actions.breakIt(scenario('minutes-used-up'));
    expect(quota()).toContain('"minutes":1');
    const { call } = await over();
    expect([call.way, calls.findIndex(({ url }) => url.endsWith('/readyz'))]).toEqual(['relay', 0]);
    expect(calls.filter(({ url }) => url.endsWith('/readyz')).length).toBeGreaterThan(5);
    await actions.mend();
    expect(quota()).toBe('{"own":{"limit":3,"windowSeconds":60}}');
  });

  test('may be what the page’s server tells of the emulated Azure', async () => {
    const { actions, over } = openPage();
    await actions.breakIt(scenario('first-region-down'));
    expect(azure.settings.get('realtime:targets')).toBe('[1]');
    await over();
    await actions.mend();
    expect(azure.settings.get('realtime:targets')).toBeUndefined();
  });

  test('are gone with the next scenario where there were none', async () => {
    azure.settings.delete(QUOTA);
    const { actions, store } = openPage();
    await actions.breakIt(scenario('minutes-used-up'));
    await actions.breakIt(scenario('firewall'));
    expect([quota(), store.get().trouble, store.get().scenario?.id]).toEqual([undefined, '', 'firewall']);
  });

  test('are not waited for by somebody who wants something else meanwhile', async () => {
    const { actions, store, calls } = openPage();
    await Promise.all([actions.breakIt(scenario('minutes-used-up')), actions.breakIt(scenario('firewall'))]);
    expect([quota(), store.get().scenario?.id]).toEqual([undefined, 'firewall']);
    expect(calls.filter(({ url }) => url.endsWith('/readyz'))).toEqual([]);
  });
});
