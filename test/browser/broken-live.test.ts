/** What "Break it" offers of GPT-Live, in a real browser. */
import { LIVE_SCENARIOS } from '../../local/page/app/break/live-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken('the playground with GPT-Live broken', LIVE_SCENARIOS);
