/** The entry of the bundle, and the only file that knows the host: reads the environment once and registers the routes. */
import { app } from '@azure/functions';
import { createApp } from './app.ts';
import { createCredential } from './azure/credential.ts';
import { createIdentityEndpoint } from './azure/identity-endpoint.ts';
import { createConsoleLog } from './lib/log.ts';

/** Put in by tools/build.ts. */
declare const BUILD: { readonly version: string; readonly openApi: string };

const identity = createIdentityEndpoint({ fetch: globalThis.fetch, now: Date.now });
const { routes, warmUp, terminate } = createApp(process.env, {
  fetch: globalThis.fetch,
  now: Date.now,
  log: createConsoleLog(console),
  credential: (environment) => createCredential(environment, identity),
  // The second bundle: a file of its own, which is parsed once an answer has left.
  loadTelemetry: () => import('./azure/ingestion-sender.ts'),
  ...BUILD,
});

app.setup({ enableHttpStream: false });
for (const { name, methods, route, handler } of routes) {
  app.http(name, { methods, authLevel: 'anonymous', route, handler });
}
// Awaited by the host before the first invocation: it starts the work and waits for none of it.
app.hook.appStart(warmUp);
app.hook.appTerminate(terminate);
