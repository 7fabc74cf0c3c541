/** Everything that the page shows, as one value; whoever shows a part of it looks at that part. */
import type { PageConfig } from '../../page-config.ts';
import type { SwitchRow } from '../break/control-client.ts';
import type { Scenario } from '../break/scenario.ts';
import { type CallState, NO_CALL, type Way } from '../call/call-state.ts';
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
  /** Since the last call everything was put back, so that what it met says nothing any more. */
  readonly isFixed: boolean;
  /** What the person has to be told beside the call, such as a control service that is gone. */
  readonly trouble: string;
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
  isFixed: false,
  trouble: '',
};

/** Of the endpoint that the next call goes to; empty where there is none yet. */
export function endpointOf({ target, remoteUrl, config }: PageState): string {
  if (target === 'local') return config?.endpoint ?? '';
  const base = parseBaseUrl(remoteUrl);
  return base.ok ? base.value : '';
}

export function isBroken({ target, scenario, changedSwitches }: PageState): boolean {
  return target === 'local' && (scenario !== undefined || changedSwitches.length > 0);
}

export function isBusy({ call }: PageState): boolean {
  return call.phase === 'connecting' || call.phase === 'live';
}
