/** What the sidebands of a session of GPT-Live hear at its end. */
import type { SwitchDefinition } from '../../../kit/switches.ts';

export const ENDING_SWITCHES = [
  {
    name: 'live.closedUsage',
    description:
      'What `session.closed` says of the seconds: as many as were counted, half as many, which may be fewer than were told before, or nothing.',
    values: ['counted', 'half', 'absent'],
    initial: 'counted',
    source: 'documented; the rest emulator',
  },
  {
    name: 'live.beforeClosed',
    description:
      'What sidebands hear right before `session.closed`: nothing, events of types that nobody knows, one event of 1 MiB, or one of a byte more.',
    values: ['nothing', 'unknown-events', 'mebibyte', 'more'],
    initial: 'nothing',
    source: 'emulator',
  },
] as const satisfies readonly SwitchDefinition[];
