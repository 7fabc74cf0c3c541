/** What "Break it" offers of Azure's deployments and of the access to them, in a real browser. */
import { AZURE_SCENARIOS } from '../../local/page/app/break/azure-scenarios.ts';
import { describeBroken } from './playground/broken.ts';

describeBroken(
  'the playground with Azure broken',
  AZURE_SCENARIOS.filter(({ group }) => group !== 'Limits and outages'),
);
