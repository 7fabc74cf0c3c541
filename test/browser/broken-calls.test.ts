/** What "Break it" offers of calls, in a real browser. */
import { CALL_SCENARIOS } from '../../local/page/app/break/call-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken(
  'the playground with a call broken',
  CALL_SCENARIOS.filter(({ group }) => group === 'The call'),
);
