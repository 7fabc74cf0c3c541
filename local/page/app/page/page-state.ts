/** Everything that the page shows, as one value; whoever shows a part of it looks at that part. */
import type { PageConfig } from '../../page-config.ts';
import type { SwitchRow } from '../break/control-client.ts';
import type { Scenario } from '../break/scenario.ts';
import { type CallState, NO_CALL, type Way } from '../call/call-state.ts';
import type { ExplanationContext } from '../explain.ts';
import { parseBaseUrl } from './base-url.ts';

export type EndpointChoice = 'local' | 'remote';

export interface PageState {
  readonly target: EndpointChoice;
  /** Of the other endpoint, as typed. */
  readonly remoteUrl: string;
  /** Absent until the page's own server has told. */
  readonly config: PageConfig | undefined;
  readonly way: Way;
  readonly profile: string;
  readonly call: CallState;
  /** What this page broke last. */
  readonly scenario: Scenario | undefined;
  /** Number of the call that Break it started last. */
  readonly brokenCall: number | undefined;
  /** What is not as at start in the emulated Azure, whoever changed it. */
  readonly changedSwitches: readonly SwitchRow[];
  /** What the person has to be told beside the call, such as a control service that is gone. */
  readonly trouble: string;
  /** The endpoint is given the time to read its settings; it is not called meanwhile. */
  readonly isReading: boolean;
  /** Everything was put back, and nobody has called since. */
  readonly isFixed: boolean;
  /** Why the last press of Talk sent nothing. */
  readonly refusal: Refusal | undefined;
  /** `sub` of the next calls on this machine; absent for the person whom the emulated issuer has by itself. */
  readonly callerId: string | undefined;
}

/** For a person, with the field that can change it. */
export interface Refusal {
  readonly text: string;
  readonly field?: 'url' | 'token';
}

export const FIRST_STATE: PageState = {
  target: 'local',
  remoteUrl: '',
  config: undefined,
  way: 'relay',
  profile: 'default',
  call: NO_CALL,
  scenario: undefined,
  brokenCall: undefined,
  changedSwitches: [],
  trouble: '',
  isReading: false,
  isFixed: false,
  refusal: undefined,
  callerId: undefined,
};

/** Of the endpoint that the next call goes to; empty where there is none yet. */
export function endpointOf({ target, remoteUrl, config }: PageState): string {
  if (target === 'local') return config?.endpoint ?? '';
  const base = parseBaseUrl(remoteUrl);
  return base.ok ? base.value : '';
}

/** @param origin of this page. */
export function toExplanationContext(state: PageState, origin: string): ExplanationContext {
  const { target, scenario, config, call } = state;
  const isLocal = target === 'local';
  return {
    origin,
    endpoint: endpointOf(state),
    names: (isLocal && config?.names) || {},
    way: call.way,
    // A scenario has callers of its own.
    hasCallers: isLocal && scenario === undefined,
  };
}

/** The profile of the next call is of GPT-Live. Which profiles another endpoint has, this page does not know. */
export function isLiveChosen({ target, config, profile }: PageState): boolean {
  return target === 'local' && config?.liveProfiles.includes(profile) === true;
}

export function isBroken({ target, scenario, changedSwitches }: PageState): boolean {
  return target === 'local' && (scenario !== undefined || changedSwitches.length > 0);
}

export function isBusy({ call }: PageState): boolean {
  return call.phase === 'connecting' || call.phase === 'live';
}
