/** Breaking, fixing and calling, by what a person presses. */
import type { EmulatedAzure } from '../../../../../local/azure/emulated-azure.ts';
import { createControlClient } from '../../../../../local/page/app/break/control-client.ts';
import type { CallPorts } from '../../../../../local/page/app/call/ports.ts';
import { isNotReproduced } from '../../../../../local/page/app/page/not-reproduced.ts';
import { createPageActions } from '../../../../../local/page/app/page/page-actions.ts';
import { FIRST_STATE, isBroken, type PageState } from '../../../../../local/page/app/page/page-state.ts';
import { createStore } from '../../../../../local/page/app/page/store.ts';
import { startTestAzure } from '../../../../support/start-test-azure.ts';
import { CONFIG, openPageAt, scenario } from './page-actions-bench.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const openPage = (first?: Partial<PageState>, pasted?: string) => openPageAt(azure, first, pasted);

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
