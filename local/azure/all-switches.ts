/** Every switch of the emulated Azure, as data: the control service, the command and the documentation read this list. */

import type { SwitchBoard, SwitchDefinition, ValuesOf } from '../kit/switches.ts';
import { APP_CONFIGURATION_SWITCHES } from './app-configuration/app-configuration-switches.ts';
import { ARM_SWITCHES } from './arm/arm-switches.ts';
import { IDENTITY_SWITCHES } from './identity/identity-switches.ts';
import { INGESTION_SWITCHES } from './ingestion/ingestion-switches.ts';
import { ISSUER_SWITCHES } from './issuer/issuer-switches.ts';
import { CALL_SWITCHES } from './openai/calls/call-switches.ts';
import { LIVE_SWITCHES } from './openai/live/live-switches.ts';
import { MINT_SWITCHES } from './openai/mint-switches.ts';
import { SUBSCRIPTION_SWITCHES } from './subscription/subscription-switches.ts';

export const ALL_SWITCHES = [
  ...MINT_SWITCHES,
  ...CALL_SWITCHES,
  ...LIVE_SWITCHES,
  ...SUBSCRIPTION_SWITCHES,
  ...IDENTITY_SWITCHES,
  ...APP_CONFIGURATION_SWITCHES,
  ...ISSUER_SWITCHES,
  ...INGESTION_SWITCHES,
  ...ARM_SWITCHES,
] as const satisfies readonly SwitchDefinition[];

export type AllSwitches = SwitchBoard<ValuesOf<typeof ALL_SWITCHES>>;
