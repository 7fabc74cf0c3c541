/** What the identity endpoint can be asked to do wrong: the failures that the SDK was measured with. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';
import { IDENTITY_ERRORS } from './identity-errors.ts';

export const IDENTITY_SWITCHES = [
  {
    name: 'identity.status',
    description:
      'Status of every answer from the managed identity; the app gives up at once on 400 and 429, and asks once more after 500.',
    values: ['200', '400', '429', '500'],
    initial: '200',
    source: 'measured with the SDK',
  },
  {
    name: 'identity.error',
    description: 'Error that answers every request for a token, worded as people reported it of Azure.',
    values: ['none', ...Object.keys(IDENTITY_ERRORS)],
    initial: 'none',
    source: 'reported, each',
  },
  {
    name: 'identity.lifetimeSeconds',
    description: 'Seconds for which the identity’s tokens are valid; Azure’s last about 24 hours.',
    values: { minimum: 1, maximum: 86_400 },
    initial: 86_400,
    source: 'measured with the SDK',
  },
  ...networkSwitches('identity', 'the managed identity endpoint'),
] as const satisfies readonly SwitchDefinition[];

export type IdentitySwitches = Switches<ValuesOf<typeof IDENTITY_SWITCHES>>;
