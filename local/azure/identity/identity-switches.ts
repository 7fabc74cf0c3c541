/** What the identity endpoint can be asked to do wrong: the failures that the SDK was measured with. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { IDENTITY_ERRORS } from './identity-errors.ts';

export const IDENTITY_SWITCHES = [
  {
    name: 'identity.status',
    description:
      'Status that the managed identity answers with; the app gives up at once on 400 and 429 and asks once more after 500.',
    values: ['200', '400', '429', '500'],
    initial: '200',
    source: 'measured with the SDK',
  },
  {
    name: 'identity.error',
    description: 'Error that every request for a token gets, in the words that were reported of Azure.',
    values: ['none', ...Object.keys(IDENTITY_ERRORS)],
    initial: 'none',
    source: 'reported, each',
  },
  {
    name: 'identity.lifetimeSeconds',
    description: 'Lifetime of the identity’s tokens; in Azure about 24 hours.',
    values: { minimum: 1, maximum: 86_400 },
    initial: 86_400,
    source: 'measured with the SDK',
  },
  ...networkSwitches('identity', 'the managed identity endpoint'),
] as const satisfies readonly SwitchDefinition[];

export type IdentitySwitches = Switches<ValuesOf<typeof IDENTITY_SWITCHES>>;
