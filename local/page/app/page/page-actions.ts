/** What a person can do on the page. */
import type { ControlClient } from '../break/control-client.ts';
import { createEndpointSettings } from '../break/endpoint-settings.ts';
import type { Scenario, SettingValues } from '../break/scenario.ts';
import { withSimulation } from '../break/simulated-ports.ts';
import type { CallEvent } from '../call/call-event.ts';
import { NO_CALL, type Way } from '../call/call-state.ts';
import type { CallOptions, CallPorts } from '../call/ports.ts';
import { reduceCall } from '../call/reduce-call.ts';
import { type Call, startCall } from '../call/start-call.ts';
import { parseAccessToken } from './access-token.ts';
import { parseBaseUrl } from './base-url.ts';
import { type EndpointChoice, endpointOf, isBusy, type PageState } from './page-state.ts';
import type { Store } from './store.ts';

export interface PageActions {
  talk(): void;
  hangUp(): void;
  say(text: string): void;
  chooseWay(way: Way): void;
  chooseProfile(profile: string): void;
  chooseEndpoint(target: EndpointChoice): void;
  typeUrl(url: string): void;
  /** Breaks the emulated Azure, and calls at once, so that it is seen. */
  breakIt(scenario: Scenario): Promise<void>;
  mend(): Promise<void>;
  /** Asks what is broken, which another window may have done. */
  lookAtSwitches(): Promise<void>;
}

export interface PagePorts {
  readonly call: CallPorts;
  readonly control: ControlClient;
  /** The token that the person pasted for another endpoint; it stays in its field. */
  readonly pastedToken: () => string;
  readonly storeUrl: (url: string) => void;
  /** A `sub` that nobody has had before: the emulated issuer is no host of Entra’s, where `oid` would count. */
  readonly createCallerId: () => string;
}

const READS_SETTINGS = 'The endpoint reads its settings twice a minute: what follows takes as long.';

export function createPageActions(store: Store<PageState>, ports: PagePorts): PageActions {
  let call: Call | undefined;
  let number = 0;
  let attempts = 0;
  let pending = 0;
  let turn: Promise<void> = Promise.resolve();
  /** The endpoint may have read what a scenario wrote. */
  let isRead = false;
  const settings = createEndpointSettings(ports.control, ports.call);
  const set = (change: Partial<PageState>) => store.change((state) => ({ ...state, ...change }));

  /** The control service may be gone with `npm start`: the page says so and stays. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    set({ trouble: '' });
    try {
      await work();
    } catch (cause) {
      set({ trouble: `The emulated Azure cannot be changed. ${cause instanceof Error ? cause.message : ''}`.trim() });
    }
  }
  /** One change of the emulated Azure after the other: two at once would leave a mixture of both. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    pending += 1;
    turn = turn.then(() => guarded(work));
    await turn;
    pending -= 1;
  }
  const lookAtSwitches = () =>
    inTurn(async () => {
      const changedSwitches = await ports.control.changed();
      set({ changedSwitches });
    });
  /** Tells later whether it is still the last thing that the person wants. */
  function begin(): () => boolean {
    attempts += 1;
    const mine = attempts;
    return () => mine === attempts;
  }

  function toOptions(state: PageState): CallOptions | string {
    const { scenario, way, profile } = state;
    number += 1;
    if (state.target === 'remote') {
      const base = parseBaseUrl(state.remoteUrl);
      const token = parseAccessToken(ports.pastedToken());
      if (!base.ok) return base.error;
      if (!token.ok) return token.error;
      return { number, endpoint: base.value, token: { kind: 'given', token: token.value }, way, profile, mistakes: {} };
    }
    // A caller of its own for what is broken: six calls in a minute use up the quota of one, which is another lesson.
    const claims = scenario ? { sub: ports.createCallerId(), ...scenario.claims } : {};
    if (!state.config) return 'The page’s own server does not answer. Is npm start still running?';
    return {
      number,
      endpoint: state.config.endpoint,
      token: { kind: 'control', url: ports.control.callerTokenUrl, claims },
      way,
      profile,
      mistakes: scenario?.mistakes ?? {},
    };
  }

  async function happen(what: Scenario['whenLive']): Promise<void> {
    if (what === 'hang-up') call?.hangUp();
    else if (what !== undefined) await inTurn(() => settings.change(what()));
  }

  /** As at start, for this page's part. Tells whether the endpoint may still go by other settings. */
  async function mendAll(): Promise<boolean> {
    await ports.control.mend();
    await settings.restore();
    const isHeld = isRead;
    isRead = false;
    return isHeld;
  }

  function talk(): void {
    const state = store.get();
    if (isBusy(state)) return;
    const options = toOptions(state);
    set({ isFixed: false, trouble: typeof options === 'string' ? options : '' });
    if (typeof options === 'string') return;
    const simulation = state.target === 'local' ? state.scenario?.simulates : undefined;
    const callPorts = simulation === undefined ? ports.call : withSimulation(ports.call, simulation);
    // What becomes of an earlier call's hang-up is not this call's.
    const isOfNow = (event: CallEvent) => event.type === 'call-started' || store.get().call.number === options.number;
    const tell = (event: CallEvent) => {
      if (!isOfNow(event)) return;
      store.change((now) => ({ ...now, call: reduceCall(now.call, event) }));
      if (event.type === 'connected' && state.target === 'local') void happen(state.scenario?.whenLive);
    };
    call = startCall(callPorts, options, tell);
  }

  async function applySettings(values: SettingValues, isWanted: () => boolean): Promise<void> {
    await settings.change(values);
    isRead = true;
    await untilRead(isWanted);
  }

  function settingsOf({ settings: values }: Scenario): SettingValues | undefined {
    const { config } = store.get();
    return typeof values === 'function' ? config && values(config) : values;
  }

  async function breakNow(scenario: Scenario, isWanted: () => boolean): Promise<void> {
    if (await mendAll()) await untilRead(isWanted);
    for (const { name, value } of scenario.switches ?? []) await ports.control.set(name, value);
    const values = settingsOf(scenario);
    if (values) await applySettings(values, isWanted);
    const changedSwitches = await ports.control.changed();
    if (!isWanted()) return set({ scenario: undefined, changedSwitches });
    // Chosen once, where it is seen: to change it is how some of them are mended.
    const { way = store.get().way, profile = 'default' } = scenario;
    set({ scenario, changedSwitches, way, profile, trouble: '' });
    talk();
    set({ brokenCall: store.get().call.number });
  }

  async function untilRead(isWanted: () => boolean): Promise<void> {
    set({ trouble: READS_SETTINGS });
    await settings.untilRead(endpointOf(store.get()), isWanted);
  }

  return {
    talk() {
      // What is about to be broken or mended is not called before it is.
      if (pending === 0 || store.get().target === 'remote') talk();
    },
    hangUp: () => call?.hangUp(),
    say: (text) => call?.say(text),
    chooseWay: (way) => set({ way }),
    chooseProfile: (profile) => set({ profile }),
    chooseEndpoint(target) {
      begin();
      set({ target, profile: 'default', trouble: '' });
      if (target === 'local') void lookAtSwitches();
    },
    typeUrl(remoteUrl) {
      set({ remoteUrl, trouble: '' });
      const base = parseBaseUrl(remoteUrl);
      if (base.ok) ports.storeUrl(base.value);
    },
    async breakIt(scenario) {
      const isWanted = begin();
      call?.hangUp();
      await inTurn(async () => {
        if (isWanted()) await breakNow(scenario, isWanted);
      });
    },
    async mend() {
      const isWanted = begin();
      call?.hangUp();
      await inTurn(async () => {
        if (!isWanted()) return;
        const isHeld = await mendAll();
        const trouble = isHeld ? READS_SETTINGS : '';
        set({ scenario: undefined, changedSwitches: [], call: NO_CALL, isFixed: true, trouble });
      });
    },
    lookAtSwitches,
  };
}
