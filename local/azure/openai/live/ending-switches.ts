/** What the sidebands of a session of GPT-Live hear at its end. */
import type { SwitchDefinition } from '../../../kit/switches.ts';

export const ENDING_SWITCHES = [
  {
    name: 'live.closedUsage',
    description:
      'Seconds that `session.closed` names: all, half of them (maybe fewer than an earlier event named), or none.',
    values: ['counted', 'half', 'absent'],
    initial: 'counted',
    source: 'documented; the rest emulator',
  },
  {
    name: 'live.beforeClosed',
    description:
      'What sidebands hear right before `session.closed`: nothing, events of unknown types, one event of 1 MiB, or one that is a byte longer.',
    values: ['nothing', 'unknown-events', 'mebibyte', 'more'],
    initial: 'nothing',
    source: 'emulator',
  },
] as const satisfies readonly SwitchDefinition[];
