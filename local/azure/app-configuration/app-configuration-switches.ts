/** What the store can be asked to do wrong, and how long its pages are. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';

/** Azure's page of key-values. */
const MAX_PAGE_SIZE = 100;

export const APP_CONFIGURATION_SWITCHES = [
  {
    name: 'appConfiguration.status',
    description: 'Status that the store answers everything with; 429 and 503 come with `retry-after-ms: 50`.',
    values: ['200', '401', '403', '429', '500', '503'],
    initial: '200',
    source: 'measured with the SDK; header emulator',
  },
  {
    name: 'appConfiguration.body',
    description: 'The list’s body is JSON as documented, or ends in the middle.',
    values: ['normal', 'malformed'],
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'appConfiguration.pageSize',
    description: 'Settings on one page of the list; 100 in Azure, fewer to see several pages with few settings.',
    values: { minimum: 1, maximum: MAX_PAGE_SIZE },
    initial: MAX_PAGE_SIZE,
    source: 'measured with the SDK',
  },
  ...networkSwitches('appConfiguration', 'the App Configuration store'),
] as const satisfies readonly SwitchDefinition[];

export type AppConfigurationSwitches = Switches<ValuesOf<typeof APP_CONFIGURATION_SWITCHES>>;
