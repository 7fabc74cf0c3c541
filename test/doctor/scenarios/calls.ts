/** Broken deployments, one cause each: nobody sweeps the calls, or nobody may end them. */
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import type { Scenario } from '../support/scenario.ts';
import type { AzureWithApp } from '../support/with-azure.ts';

const endEarly = ({ settings }: EmulatedAzure): void => settings.set('realtime:calls', '{"maxMinutes":10}');

export const CALL_SCENARIOS: readonly Scenario<AzureWithApp>[] = [
  {
    name: 'a role that may mint and not hang up',
    breaks: ({ switches, app }) => {
      switches.set('calls.hangupIdentity', 'refused');
      app.says({ warnings: ['hangup_forbidden'] });
    },
    cause: 'calls.hangup',
    says: /^The app’s identity lacks the data action that Azure wants for a hang-up: Microsoft\.CognitiveServices\/accounts\/\S+\.$/,
    explains: ['app.ready'],
  },
  {
    name: 'a timer that stands still',
    breaks({ app }) {
      app.sweeps({ sweepAgeSeconds: 1_260 });
      app.says({ warnings: ['leash_unavailable'] });
    },
    cause: 'calls.sweep',
    says: /^No sweep for 21 minutes: the timer stands still/,
    explains: ['app.ready'],
  },
  {
    name: 'a timer that never began',
    breaks: ({ app }) => app.sweeps({ heartbeat: 'absent' }),
    cause: 'calls.sweep',
    says: /^No sweep has ever run/,
  },
  {
    name: 'no timer, where calls have to end',
    breaks(azure) {
      endEarly(azure);
      azure.app.sweeps({ sweptBy: 'requests' });
    },
    cause: 'calls.sweep',
    says: /^CALLS_SWEEP is off, and calls have to end/,
  },
  {
    name: 'an environment that names no storage',
    breaks(azure) {
      endEarly(azure);
      azure.app.sweeps({ sweptBy: 'nobody', heartbeat: 'unread' });
    },
    cause: 'calls.sweep',
    says: /^The app’s environment names no storage/,
  },
];
