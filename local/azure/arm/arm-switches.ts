/** What Resource Manager can be asked to do wrong, and how long its pages are. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';

const MAX_PAGE_SIZE = 1_000;

export const ARM_SWITCHES = [
  {
    name: 'arm.status',
    description: 'Status of every answer from Resource Manager; 429 also carries `retry-after`.',
    values: ['200', '403', '429', '500', '503'],
    initial: '200',
    source: 'emulator',
  },
  {
    name: 'arm.retryAfterSeconds',
    description: 'Seconds that `retry-after` of a 429 names.',
    values: { minimum: 0, maximum: 3_600 },
    initial: 0,
    source: 'learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling',
  },
  {
    name: 'arm.tenant',
    description:
      'Tenant of the caller. `other` has no subscription here: Resource Manager answers a request inside one with 401 InvalidAuthenticationTokenTenant, and Resource Graph shows nothing.',
    values: ['own', 'other'],
    initial: 'own',
    source: 'reported; the empty lists as generally known',
  },
  {
    name: 'arm.madeState',
    description:
      'State of each deployment that somebody makes from now on. `Creating` lasts until you put the switch back, `Failed` until somebody makes the deployment again.',
    values: ['Succeeded', 'Creating', 'Failed'],
    initial: 'Succeeded',
    source: 'documented; at once is the emulator’s',
  },
  {
    name: 'arm.pageSize',
    description: 'Items on one page of a list, and rows on one page of Resource Graph.',
    values: { minimum: 1, maximum: MAX_PAGE_SIZE },
    initial: MAX_PAGE_SIZE,
    source: 'emulator',
  },
  ...networkSwitches('arm', 'Resource Manager'),
] as const satisfies readonly SwitchDefinition[];

export type ArmSwitches = Switches<ValuesOf<typeof ARM_SWITCHES>>;
