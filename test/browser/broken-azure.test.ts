/** What "Break it" offers of Azure, of the end of calls, and whatever else is not in broken-calls.test.ts, in a real browser. */
import { CALL_SCENARIOS } from '../../local/page/app/break/call-scenarios.ts';
import { SCENARIOS } from '../../local/page/app/break/scenarios.ts';
import { describeBroken } from './playground/broken.ts';

const ELSEWHERE = new Set(CALL_SCENARIOS);

describeBroken(
  'the playground with Azure or the end of a call broken',
  SCENARIOS.filter((scenario) => !ELSEWHERE.has(scenario)),
);
