/** What a person can do on the page. */
import type { ControlClient } from '../break/control-client.ts';
import { createEndpointSettings } from '../break/endpoint-settings.ts';
import type { Scenario, SettingValues } from '../break/scenario.ts';
import { withSimulation } from '../break/simulated-ports.ts';
import type { CallEvent } from '../call/call-event.ts';
import { NO_CALL, type Way } from '../call/call-state.ts';
import type { CallPorts } from '../call/ports.ts';
import { reduceCall } from '../call/reduce-call.ts';
import { type Call, startCall } from '../call/start-call.ts';
import { parseBaseUrl } from './base-url.ts';
import { toCallOptions } from './call-options.ts';
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
  /** What is typed stays in its field. */
  typeToken(): void;
  /** Calls again by the relay, where that is the fix. */
  useRelay(): void;
  /** Calls again as somebody who has a whole quota. */
  useNewCaller(): void;
  /** Breaks the emulated Azure, and calls at once, so that it is seen. */
  breakIt(scenario: Scenario): Promise<void>;
  mend(): Promise<void>;
  /** Everything in the emulated Azure as `npm start` left it, also what was changed from a shell. */
  startAfresh(): Promise<void>;
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

export function createPageActions(store: Store<PageState>, ports: PagePorts): PageActions {
  let call: Call | undefined;
  let number = 0;
  let attempts = 0;
  let pending = 0;
  let turn: Promise<void> = Promise.resolve();
  /** The endpoint may have read what a scenario wrote. */
  let isRead = false;
  /** What the person chose, which a scenario may set aside while it is broken. */
  let own = { way: store.get().way, profile: store.get().profile };
  const settings = createEndpointSettings(ports.control, ports.call);
  const set = (change: Partial<PageState>) => store.change((state) => ({ ...state, ...change }));

  function choose(change: Partial<typeof own>): void {
    own = { ...own, ...change };
    set(change);
  }
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
    set({ isFixed: false });
    return () => mine === attempts;
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

  async function restoreAll(): Promise<boolean> {
    await ports.control.startAfresh();
    settings.forget();
    isRead = false;
    set({ callerId: ports.createCallerId() });
    return true;
  }

  async function putBack(restore: () => Promise<boolean>): Promise<void> {
    const isWanted = begin();
    call?.hangUp();
    await inTurn(async () => {
      if (!isWanted()) return;
      const isHeld = await restore();
      set({ scenario: undefined, changedSwitches: [] });
      if (!isWanted()) return;
      set({ ...own, call: NO_CALL });
      if (isHeld) await untilRead(isWanted);
      if (isWanted()) set({ isFixed: true });
    });
  }

  function talk(): void {
    const state = store.get();
    if (isBusy(state)) return;
    number += 1;
    const options = toCallOptions(state, { ...ports, number, callerTokenUrl: ports.control.callerTokenUrl });
    set({ trouble: '', isFixed: false, refusal: options.ok ? undefined : options.error });
    // What an earlier call met is not what this press met.
    if (!options.ok) {
      set({ call: NO_CALL });
      return;
    }
    const simulation = state.target === 'local' ? state.scenario?.simulates : undefined;
    const callPorts = simulation === undefined ? ports.call : withSimulation(ports.call, simulation);
    // What becomes of an earlier call's hang-up is not this call's.
    const isOfNow = (event: CallEvent) =>
      event.type === 'call-started' || store.get().call.number === options.value.number;
    const tell = (event: CallEvent) => {
      if (!isOfNow(event)) return;
      store.change((now) => ({ ...now, call: reduceCall(now.call, event) }));
      if (event.type === 'connected' && state.target === 'local') void happen(state.scenario?.whenLive);
    };
    call = startCall(callPorts, options.value, tell);
  }

  function settingsOf({ settings: values }: Scenario): SettingValues | undefined {
    const { config } = store.get();
    return typeof values === 'function' ? config && values(config) : values;
  }

  async function breakNow(scenario: Scenario, isWanted: () => boolean): Promise<void> {
    if (await mendAll()) await untilRead(isWanted);
    for (const { name, value } of scenario.switches ?? []) await ports.control.set(name, value);
    const values = settingsOf(scenario);
    if (values) {
      await settings.change(values);
      isRead = true;
      await untilRead(isWanted);
    }
    const changedSwitches = await ports.control.changed();
    if (!isWanted()) return set({ scenario: undefined, changedSwitches });
    // Chosen once, where it is seen: to change it is how some of them are mended.
    const { way = own.way, profile = 'default' } = scenario;
    set({ scenario, changedSwitches, way, profile });
    talk();
    set({ brokenCall: store.get().call.number });
  }

  async function untilRead(isWanted: () => boolean): Promise<void> {
    set({ isReading: true });
    await settings.untilRead(endpointOf(store.get()), isWanted);
    set({ isReading: false });
  }

  /** What is about to be broken or mended is not called before it is. */
  function talkNow(): void {
    if (pending === 0 || store.get().target === 'remote') talk();
  }

  return {
    talk: talkNow,
    hangUp: () => call?.hangUp(),
    say: (text) => call?.say(text),
    chooseWay: (way) => choose({ way }),
    chooseProfile: (profile) => choose({ profile }),
    useRelay() {
      choose({ way: 'relay' });
      talkNow();
    },
    useNewCaller() {
      set({ callerId: ports.createCallerId() });
      talkNow();
    },
    chooseEndpoint(target) {
      begin();
      choose({ profile: 'default' });
      set({ target, trouble: '', refusal: undefined });
      if (target === 'local') void lookAtSwitches();
    },
    typeUrl(remoteUrl) {
      set({ remoteUrl, refusal: undefined });
      const base = parseBaseUrl(remoteUrl);
      if (base.ok) ports.storeUrl(base.value);
    },
    typeToken: () => set({ refusal: undefined }),
    async breakIt(scenario) {
      const isWanted = begin();
      call?.hangUp();
      await inTurn(async () => {
        if (isWanted()) await breakNow(scenario, isWanted);
      });
    },
    mend: () => putBack(mendAll),
    startAfresh: () => putBack(restoreAll),
    lookAtSwitches,
  };
}
