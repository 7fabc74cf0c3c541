/** What "Break it" offers of the end of calls, of browsers, and whatever its neighbours have not, in a real one. */

import { SCENARIOS } from '../../local/page/app/break/all-scenarios.ts';
import { AZURE_SCENARIOS } from '../../local/page/app/break/azure-scenarios.ts';
import { CALL_SCENARIOS } from '../../local/page/app/break/call-scenarios.ts';
import { LIVE_SCENARIOS } from '../../local/page/app/break/live-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

const ELSEWHERE = new Set([
  ...AZURE_SCENARIOS,
  ...CALL_SCENARIOS.filter(({ group }) => group === 'The caller' || group === 'The call'),
  ...LIVE_SCENARIOS,
]);

describeBroken(
  'the playground with the end of a call or a browser broken',
  SCENARIOS.filter((scenario) => !ELSEWHERE.has(scenario)),
);
