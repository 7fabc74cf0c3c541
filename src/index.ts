/**
 * The entry of the bundle, and the only file that knows the host: reads the environment once, makes the adapters and
 * registers the triggers.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from '@azure/functions';
import { createApp } from './app.ts';
import { createAdapters } from './azure/adapters.ts';
import { createHttpClient } from './azure/http-client.ts';
import { readEnvironment } from './environment.ts';
import { createConsoleLog } from './lib/log.ts';
import type { Trigger } from './routes/trigger.ts';

/** Put in by tools/build.ts. */
declare const BUILD: { readonly version: string };

const environment = readEnvironment(process.env);
const world = { send: createHttpClient(), now: Date.now };
const { triggers, warmUp, terminate } = createApp(environment, {
  ...world,
  ...createAdapters(environment, world),
  log: createConsoleLog(console),
  ...BUILD,
  // Beside the bundle: 15 KiB that are seldom asked for would be parsed at each start.
  loadOpenApi: () => readFile(join(__dirname, 'openapi.json'), 'utf8'),
});

app.setup({ enableHttpStream: false });
triggers.forEach(register);
// Awaited by the host before the first invocation: it starts the work and waits for none of it.
app.hook.appStart(warmUp);
app.hook.appTerminate(terminate);

function register(trigger: Trigger): void {
  switch (trigger.kind) {
    case 'http': {
      const { name, methods, route, handler } = trigger;
      app.http(name, { methods: [...methods], authLevel: 'anonymous', route, handler });
      break;
    }
    case 'timer': {
      const { name, schedule, runOnStartup = false, handler } = trigger;
      app.timer(name, { schedule, runOnStartup, handler });
      break;
    }
    default:
      trigger satisfies never;
  }
}
