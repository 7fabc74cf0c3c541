/** What "Break it" offers of Azure, in a real browser. */
import { AZURE_SCENARIOS } from '../../local/page/app/break/azure-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken('the playground with Azure broken', AZURE_SCENARIOS);
