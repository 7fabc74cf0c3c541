/** What "Break it" offers of Azure's limits and outages, in a real browser. */
import { AZURE_SCENARIOS } from '../../local/page/app/break/azure-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken(
  'the playground with Azure at its limit or down',
  AZURE_SCENARIOS.filter(({ group }) => group === 'Limits and outages'),
);
