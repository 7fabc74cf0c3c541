/** A way to break a call on purpose, as data. */
import type { PageConfig } from '../../page-config.ts';
import type { Way } from '../call/call-state.ts';
import type { Mistakes } from '../call/ports.ts';

/** What the page plays by itself, because no server can bring it about. */
export type Simulation =
  | 'microphone_refused'
  | 'microphone_missing'
  | 'microphone_busy'
  | 'insecure_context'
  | 'webrtc_unsupported';

export interface Scenario {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** What is broken, and where it happens to people. */
  readonly sentence: string;
  readonly group: Group;
  /** Of the emulated Azure. */
  readonly switches?: readonly { readonly name: string; readonly value: string | number }[];
  /** Of the caller's token, in place of good ones. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly mistakes?: Mistakes;
  readonly simulates?: Simulation;
  /** Of the endpoint, which takes its time to read them. */
  readonly settings?: SettingValues | ((config: PageConfig) => SettingValues);
  /** What happens as soon as the call is up: the page hangs up, or an operator changes settings. */
  readonly whenLive?: 'hang-up' | (() => SettingValues);
  /** It shows while the people talk, or at the end: a call that is up proves nothing yet. */
  readonly showsInCall?: true;
  /** Where it shows on one way only. */
  readonly way?: Way;
  /** The default one where nothing is said. */
  readonly profile?: string;
  /** Id of the explanation that it leads to: a catalogue entry, a code, or a browser's symptom. None: the call goes on. */
  readonly expects: string | undefined;
}

/** By key. */
export type SettingValues = Readonly<Record<string, string>>;

export type Group =
  | 'The deployment'
  | 'Access to Azure'
  | 'Limits and outages'
  | 'The caller'
  | 'The call'
  | 'The end of a call'
  | 'GPT-Live'
  | 'The browser';
