/** What a person does on the page, against the real control service of an emulated Azure. */
import type { EmulatedAzure } from '../../../../../local/azure/emulated-azure.ts';
import { createControlClient } from '../../../../../local/page/app/break/control-client.ts';
import { SCENARIOS } from '../../../../../local/page/app/break/scenarios.ts';
import type { CallPorts } from '../../../../../local/page/app/call/ports.ts';
import { isNotReproduced } from '../../../../../local/page/app/page/not-reproduced.ts';
import { createPageActions } from '../../../../../local/page/app/page/page-actions.ts';
import { FIRST_STATE, isBroken, type PageState } from '../../../../../local/page/app/page/page-state.ts';
import { createStore } from '../../../../../local/page/app/page/store.ts';
import { startTestAzure } from '../../../../support/start-test-azure.ts';
import { FakePeer } from '../../../client/fake-peer.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const CONFIG = { endpoint: 'http://localhost:1/api', callsUrl: '', targets: '[1]', names: {}, profiles: ['default'] };

function openPage(first: Partial<PageState> = {}, pasted = 'Bearer eyJ.pas\n ted.token') {
  const calls: { readonly url: string; readonly init: RequestInit }[] = [];
  const kept: string[] = [];
  const port: CallPorts = {
    fetch: async (url, init) => {
      calls.push({ url, init });
      return url.endsWith('/caller-token')
        ? new Response('a.b.c')
        : Response.json({ code: 'token_invalid' }, { status: 401 });
    },
    createPeer: () => new FakePeer() as unknown as RTCPeerConnection,
    openMicrophone: async () => ({ getTracks: () => [], getAudioTracks: () => [] }) as unknown as MediaStream,
    now: () => 0,
    wallClock: () => new Date(0),
    // Seconds are over at once; the minutes that a person may take are not.
    wait: (ms) => (ms < 60_000 ? Promise.resolve() : new Promise(() => undefined)),
    environment: () => ({ isSecure: true, hasMicrophone: true, hasWebRtc: true }),
    whenPageGoes: () => undefined,
    listen: () => () => true,
  };
  const store = createStore<PageState>({ ...FIRST_STATE, config: CONFIG, ...first });
  const control = createControlClient((url, init) =>
    fetch(`${azure.urls.control}${url.replace('/control', '')}`, init),
  );
  const actions = createPageActions(store, {
    call: port,
    control,
    pastedToken: () => pasted,
    storeUrl: (url) => kept.push(url),
    createCallerId: () => `caller-${calls.length}`,
  });
  const over = () =>
    new Promise<PageState>((resolve) => store.watch((state) => state.call.phase === 'failed' && resolve(state)));
  return { store, actions, calls, kept, over };
}

const scenario = (id: string) => {
  const found = SCENARIOS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no scenario ${id}.`);
  return found;
};

test('breaks the emulated Azure and calls at once', async () => {
  const { actions, store, over } = openPage();
  await actions.breakIt(scenario('chat-model'));
  expect(azure.switches.get('account.deploymentModel')).toBe('gpt-4o');
  const { changedSwitches } = await over();
  expect(changedSwitches.map(({ name }) => name)).toEqual(['account.deploymentModel']);
  expect(isBroken(store.get())).toBe(true);
});

test('breaks one thing at a time', async () => {
  const { actions } = openPage();
  await actions.breakIt(scenario('chat-model'));
  await actions.breakIt(scenario('port-blocked'));
  expect(azure.switches.get('account.deploymentModel')).toBe('as-deployed');
  expect(azure.switches.get('calls.media')).toBe('blocked');
});

test('mends everything, also what another window broke', async () => {
  const { actions, store } = openPage();
  azure.switches.set('identity.delayMs', 10);
  await actions.lookAtSwitches();
  expect(isBroken(store.get())).toBe(true);
  await actions.mend();
  expect(isBroken(store.get())).toBe(false);
  expect(azure.switches.get('identity.delayMs')).toBe(0);
});

test('says that it is fixed, and no longer what the call before had met, until the next call', async () => {
  const { actions, store, over } = openPage();
  await actions.breakIt(scenario('chat-model'));
  expect((await over()).call.phase).toBe('failed');
  await actions.mend();
  expect(store.get()).toMatchObject({ isFixed: true, call: { phase: 'idle' } });
  actions.talk();
  expect(store.get()).toMatchObject({ isFixed: false, call: { phase: 'connecting' } });
});

test('is as the person chose it again once it is fixed', async () => {
  const { actions, store } = openPage({ way: 'relay', profile: 'filtered' });
  await actions.breakIt(scenario('azure-preflight'));
  await actions.mend();
  expect(store.get()).toMatchObject({ way: 'relay', profile: 'filtered' });
});

describe('a scenario that does not show', () => {
  const reached = (id: string, call: Partial<PageState['call']>): PageState => ({
    ...FIRST_STATE,
    scenario: scenario(id),
    brokenCall: 1,
    call: { ...FIRST_STATE.call, number: 1, ...call },
  });
  const failedWith = (code: string): Partial<PageState['call']> => {
    const failure = { kind: 'problem', status: 401, code } as const;
    const { stages } = FIRST_STATE.call;
    return { phase: 'failed', stages: { ...stages, calls: { state: 'failed', details: [], failure } } };
  };

  test.each<[string, string, Partial<PageState['call']>, boolean]>([
    ['is under way', 'chat-model', { phase: 'connecting' }, false],
    ['goes on although it should not', 'chat-model', { phase: 'live' }, true],
    ['goes on, and shows what it shows later', 'silent-answer', { phase: 'live' }, false],
    ['fails as it should', 'scope-missing', failedWith('insufficient_scope'), false],
    ['fails of something else', 'scope-missing', failedWith('token_invalid'), true],
    ['goes on as it should', 'first-region-down', { phase: 'live' }, false],
    ['fails and should not', 'first-region-down', failedWith('token_invalid'), true],
    ['is another one', 'chat-model', { number: 2, phase: 'live' }, false],
  ])('is told of a call that %s: %s', (_what, id, call, isMissed) => {
    expect(isNotReproduced(reached(id, call))).toBe(isMissed);
  });

  test('shows again after a start afresh, which puts back what was changed from a shell', async () => {
    azure.settings.set('realtime:deployment', 'nobody-has-it');
    const { actions, store, calls } = openPage();
    await actions.startAfresh();
    expect(azure.settings.get('realtime:deployment')).toBe('gpt-realtime-mini');
    expect(store.get()).toMatchObject({ isFixed: true, isReading: false, callerId: 'caller-0' });
    expect(calls.filter(({ url }) => url.endsWith('/readyz')).length).toBeGreaterThan(5);
  });
});

test('breaks the model of the deployment that the settings name now', async () => {
  azure.settings.set('realtime:deployment', 'voice-assistant');
  const { actions } = openPage();
  await actions.breakIt(scenario('chat-model'));
  const modelOf = (name: string) => azure.subscription.findAccount('oai-local')?.deployments.get(name)?.model.name;
  expect([modelOf('voice-assistant'), modelOf('gpt-realtime-mini')]).toEqual(['gpt-4o', 'gpt-realtime-mini']);
  await actions.mend();
  expect(modelOf('voice-assistant')).toBe('gpt-realtime');
  azure.settings.set('realtime:deployment', 'gpt-realtime-mini');
});

test('calls by the relay where that is the fix, and goes on by it', async () => {
  const { actions, store, calls, over } = openPage({ way: 'direct' });
  actions.useRelay();
  await over();
  expect(calls.some(({ url }) => url.includes('/realtime/calls'))).toBe(true);
  expect(store.get().way).toBe('relay');
});

test('calls as somebody else where a quota is used up, and stays them', async () => {
  const { actions, calls, over } = openPage();
  actions.useNewCaller();
  await over();
  actions.talk();
  const subjects = calls.filter(({ url }) => url.endsWith('/caller-token')).map(({ init }) => init.body);
  expect(subjects.length).toBeGreaterThan(1);
  expect(new Set(subjects)).toEqual(new Set(['{"sub":"caller-0"}']));
});

test('chooses the way on which it shows, and a profile that does not mislead; both are the person’s to change', async () => {
  const { actions, store, over } = openPage({ way: 'relay', profile: 'filtered' });
  await actions.breakIt(scenario('azure-preflight'));
  expect((await over()).call).toMatchObject({ way: 'direct', profile: 'default' });
  expect(store.get()).toMatchObject({ way: 'direct', profile: 'default' });
  actions.chooseWay('relay');
  actions.talk();
  expect(store.get().call.way).toBe('relay');
});

test('leaves the way alone where it does not matter', async () => {
  const { actions, store } = openPage({ way: 'relay' });
  await actions.breakIt(scenario('chat-model'));
  expect(store.get().way).toBe('relay');
});

describe('of what is pressed within a moment', () => {
  const switchesNow = () =>
    azure.switches.list().flatMap(({ name, initial, current }) => (initial === current ? [] : [name]));

  test('the last is broken, and nothing of the others', async () => {
    const { actions, store, calls } = openPage();
    await Promise.all(['chat-model', 'port-blocked', 'firewall'].map((id) => actions.breakIt(scenario(id))));
    expect(switchesNow()).toEqual(['mint.error']);
    expect(store.get()).toMatchObject({ scenario: { id: 'firewall' }, changedSwitches: [{ name: 'mint.error' }] });
    expect(calls).toHaveLength(1);
  });

  test('the last is that it is mended', async () => {
    const { actions, store, calls } = openPage();
    await Promise.all([actions.breakIt(scenario('chat-model')), actions.mend()]);
    expect([switchesNow(), isBroken(store.get()), calls]).toEqual([[], false, []]);
  });

  test('another endpoint is not called for what was to be broken here', async () => {
    const { actions, store, calls } = openPage({ remoteUrl: 'https://app.example' });
    const breaking = actions.breakIt(scenario('chat-model'));
    actions.chooseEndpoint('remote');
    await breaking;
    expect([calls, store.get().call.number]).toEqual([[], 0]);
  });
});

test('starts with the default profile at another endpoint, which has its own', () => {
  const { actions, store } = openPage({ profile: 'filtered' });
  actions.chooseEndpoint('remote');
  expect(store.get().profile).toBe('default');
});

test('bends the caller’s token where that is what is broken', async () => {
  const { actions, calls, over } = openPage();
  await actions.breakIt(scenario('scope-missing'));
  await over();
  expect(calls[0]).toMatchObject({
    url: '/control/caller-token',
    init: { body: '{"sub":"caller-0","scp":"profile"}' },
  });
});

test('calls as the person of this machine while nothing is broken', async () => {
  const { actions, calls, over } = openPage();
  actions.talk();
  await over();
  expect(calls[0]).toMatchObject({ url: '/control/caller-token', init: { body: '{}' } });
});

test('says that the emulated Azure is gone, and stays', async () => {
  const store = createStore<PageState>({ ...FIRST_STATE, config: CONFIG });
  const control = createControlClient(() => Promise.reject(new TypeError('Failed to fetch')));
  const actions = createPageActions(store, {
    call: {} as CallPorts,
    control,
    pastedToken: () => '',
    storeUrl: () => undefined,
    createCallerId: () => '',
  });
  await actions.breakIt(scenario('chat-model'));
  expect(store.get()).toMatchObject({ scenario: undefined, trouble: expect.stringContaining('Failed to fetch') });
});

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
