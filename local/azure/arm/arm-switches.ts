/** What Resource Manager can be asked to do wrong, and how long its pages are. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';

const MAX_PAGE_SIZE = 1_000;

export const ARM_SWITCHES = [
  {
    name: 'arm.status',
    description: 'Status that Resource Manager answers everything with; 429 comes with `retry-after`.',
    values: ['200', '403', '429', '500', '503'],
    initial: '200',
    source: 'emulator',
  },
  {
    name: 'arm.retryAfterSeconds',
    description: 'What `retry-after` of a 429 says.',
    values: { minimum: 0, maximum: 3_600 },
    initial: 0,
    source: 'learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling',
  },
  {
    name: 'arm.tenant',
    description:
      'Tenant of whoever asks: `other` has no subscription here, so what is in one is answered 401 InvalidAuthenticationTokenTenant and Resource Graph shows nothing.',
    values: ['own', 'other'],
    initial: 'own',
    source: 'reported; the empty lists as generally known',
  },
  {
    name: 'arm.madeState',
    description:
      'State of a deployment that is made from now on. `Creating` lasts until the switch is put back; `Failed` until the deployment is made again.',
    values: ['Succeeded', 'Creating', 'Failed'],
    initial: 'Succeeded',
    source: 'documented; at once is the emulator’s',
  },
  {
    name: 'arm.pageSize',
    description: 'Items on one page of a list, and rows on one of Resource Graph.',
    values: { minimum: 1, maximum: MAX_PAGE_SIZE },
    initial: MAX_PAGE_SIZE,
    source: 'emulator',
  },
  ...networkSwitches('arm', 'Resource Manager'),
] as const satisfies readonly SwitchDefinition[];

export type ArmSwitches = Switches<ValuesOf<typeof ARM_SWITCHES>>;
