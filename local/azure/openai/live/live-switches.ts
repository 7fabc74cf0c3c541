/** What GPT-Live can be asked to do: every error, and a choice where nothing is verified, which is nearly everywhere. */
import type { Switches, ValuesOf } from '../../../kit/switches.ts';
import { CREATE_SWITCHES } from './create-switches.ts';
import { ENDING_SWITCHES } from './ending-switches.ts';
import { SESSION_SWITCHES } from './session-switches.ts';

export const LIVE_SWITCHES = [...CREATE_SWITCHES, ...SESSION_SWITCHES, ...ENDING_SWITCHES] as const;

export type LiveSwitches = Switches<ValuesOf<typeof LIVE_SWITCHES>>;
