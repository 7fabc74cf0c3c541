/** What "Break it" offers of Azure and of the end of calls, in a real browser. */
import { AZURE_SCENARIOS } from '../../local/page/app/break/azure-scenarios.ts';
import { LEASH_SCENARIOS } from '../../local/page/app/break/leash-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken('the playground with Azure or the end of a call broken', [...AZURE_SCENARIOS, ...LEASH_SCENARIOS]);
