/** The ways to break a call, in the order in which the page offers them. The first is the one that this project began with. */
import { AZURE_SCENARIOS } from './azure-scenarios.ts';
import { CALL_SCENARIOS } from './call-scenarios.ts';
import { LEASH_SCENARIOS } from './leash-scenarios.ts';
import { LIVE_SCENARIOS } from './live-scenarios.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...AZURE_SCENARIOS,
  ...CALL_SCENARIOS,
  ...LEASH_SCENARIOS,
  ...LIVE_SCENARIOS,
];
