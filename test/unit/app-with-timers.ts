/** Stands in for `src/app.ts` and for the adapters: what `src/index.ts` registers is then the test's. */
import type { App } from '../../src/app.ts';
import type { TimerTrigger } from '../../src/routes/trigger.ts';

function aTimer(name: string, runOnStartup?: boolean): TimerTrigger {
  return {
    kind: 'timer',
    name,
    // The midnight that begins a year: no test lasts until it comes by itself.
    schedule: '0 0 0 1 1 *',
    ...(runOnStartup === undefined ? {} : { runOnStartup }),
    async handler({ isPastDue }, context) {
      context.info(`${name} runs, ${isPastDue ? 'late' : 'in time'}, as ${context.invocationId.length} characters`);
    },
  };
}

export function createApp(): App {
  return {
    triggers: [
      aTimer('sweep'),
      aTimer('sweep-at-start', true),
      { kind: 'http', name: 'up', methods: ['GET'], route: 'up/{id}', handler: async () => ({ body: 'up' }) },
    ],
    warmUp: () => console.info('warms up'),
    terminate: async () => console.info('terminates'),
  };
}

export const createAdapters = () => ({});
