/** What ingestion can be asked to do wrong. */

import type { SwitchDefinition, Switches, ValuesOf } from '../../kit/switches.ts';
import { networkSwitches } from '../foundation/network-trouble.ts';

export const INGESTION_SWITCHES = [
  {
    name: 'ingestion.status',
    description:
      'Status of the answer to telemetry: 206 accepts all records but one; 439 is Azure’s own status for too much telemetry in a day.',
    values: ['200', '206', '307', '401', '429', '439', '500'],
    initial: '200',
    source: 'documented; 439 read in the SDK',
  },
  {
    name: 'ingestion.answer',
    description: 'Whether ingestion answers, or takes the records and stays silent.',
    values: ['normal', 'hang'],
    initial: 'normal',
    source: 'emulator',
  },
  ...networkSwitches('ingestion', 'the ingestion of Application Insights'),
] as const satisfies readonly SwitchDefinition[];

export type IngestionSwitches = Switches<ValuesOf<typeof INGESTION_SWITCHES>>;
