/** What a person can do on the page. */
import type { ControlClient } from '../break/control-client.ts';
import type { Scenario } from '../break/scenario.ts';
import { withSimulation } from '../break/simulated-ports.ts';
import type { CallEvent } from '../call/call-event.ts';
import type { Way } from '../call/call-state.ts';
import type { CallOptions, CallPorts } from '../call/ports.ts';
import { reduceCall } from '../call/reduce-call.ts';
import { type Call, startCall } from '../call/start-call.ts';
import { parseAccessToken } from './access-token.ts';
import { parseBaseUrl } from './base-url.ts';
import { isBusy, type PageState, type Target } from './page-state.ts';
import type { Store } from './store.ts';

export interface PageActions {
  talk(): void;
  hangUp(): void;
  say(text: string): void;
  chooseWay(way: Way): void;
  chooseProfile(profile: string): void;
  chooseTarget(target: Target): void;
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
  /** An `oid` that nobody has had before. */
  readonly createCallerId: () => string;
}

export function createPageActions(store: Store<PageState>, ports: PagePorts): PageActions {
  let call: Call | undefined;
  let number = 0;
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
  const lookAtSwitches = () =>
    guarded(async () => {
      const changedSwitches = await ports.control.changed();
      set({ changedSwitches });
    });

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
    const claims = scenario ? { oid: ports.createCallerId(), ...scenario.claims } : {};
    if (!state.config) return 'The page’s own server does not answer. Is npm start still running?';
    return {
      number,
      endpoint: state.config.endpoint,
      token: { kind: 'control', url: ports.control.callerTokenUrl, claims },
      way: scenario?.way ?? way,
      profile,
      mistakes: scenario?.mistakes ?? {},
    };
  }

  function talk(): void {
    const state = store.get();
    if (isBusy(state)) return;
    const options = toOptions(state);
    set({ trouble: typeof options === 'string' ? options : '' });
    if (typeof options === 'string') return;
    const simulation = state.target === 'local' ? state.scenario?.simulates : undefined;
    const callPorts = simulation === undefined ? ports.call : withSimulation(ports.call, simulation);
    const tell = (event: CallEvent) => store.change((now) => ({ ...now, call: reduceCall(now.call, event) }));
    call = startCall(callPorts, options, tell);
  }

  return {
    talk,
    hangUp: () => call?.hangUp(),
    say: (text) => call?.say(text),
    chooseWay: (way) => set({ way }),
    chooseProfile: (profile) => set({ profile }),
    chooseTarget: (target) => set({ target, trouble: '' }),
    typeUrl(remoteUrl) {
      set({ remoteUrl, trouble: '' });
      const base = parseBaseUrl(remoteUrl);
      if (base.ok) ports.storeUrl(base.value);
    },
    async breakIt(scenario) {
      call?.hangUp();
      await guarded(async () => {
        await ports.control.mend();
        for (const { name, value } of scenario.switches ?? []) await ports.control.set(name, value);
        set({ scenario, changedSwitches: await ports.control.changed() });
        talk();
      });
    },
    async mend() {
      call?.hangUp();
      await guarded(async () => {
        await ports.control.mend();
        set({ scenario: undefined, changedSwitches: [] });
      });
    },
    lookAtSwitches,
  };
}
