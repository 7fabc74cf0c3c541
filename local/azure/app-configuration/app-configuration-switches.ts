/** What the store can be asked to do wrong, and how long its pages are. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';

/** Azure's page of key-values. */
const MAX_PAGE_SIZE = 100;

export const APP_CONFIGURATION_SWITCHES = [
  {
    name: 'appConfiguration.status',
    description: 'Status of every answer from the store; 429 and 503 also carry `retry-after-ms: 50`.',
    values: ['200', '401', '403', '429', '500', '503'],
    initial: '200',
    source: 'measured with the SDK; header emulator',
  },
  {
    name: 'appConfiguration.body',
    description: 'Body of the list: the documented JSON, or JSON that ends in the middle.',
    values: ['normal', 'malformed'],
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'appConfiguration.pageSize',
    description:
      'Settings on one page of the list: Azure has 100; a smaller number makes several pages of few settings.',
    values: { minimum: 1, maximum: MAX_PAGE_SIZE },
    initial: MAX_PAGE_SIZE,
    source: 'measured with the SDK',
  },
  ...networkSwitches('appConfiguration', 'the App Configuration store'),
] as const satisfies readonly SwitchDefinition[];

export type AppConfigurationSwitches = Switches<ValuesOf<typeof APP_CONFIGURATION_SWITCHES>>;
