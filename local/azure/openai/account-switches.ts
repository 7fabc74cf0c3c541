/** What one account of Azure OpenAI reads: switches of its own, and those of the subscription, which all accounts share. */
import type { SwitchBoard, ValuesOf } from '../../kit/switches.ts';
import type { SUBSCRIPTION_SWITCHES } from '../subscription/subscription-switches.ts';
import { CALL_SWITCHES } from './calls/call-switches.ts';
import { LIVE_SWITCHES } from './live/live-switches.ts';
import { MINT_SWITCHES } from './mint-switches.ts';

export const OWN_SWITCHES = [...MINT_SWITCHES, ...CALL_SWITCHES, ...LIVE_SWITCHES] as const;

export type AccountSwitches = SwitchBoard<ValuesOf<typeof OWN_SWITCHES | typeof SUBSCRIPTION_SWITCHES>>;
