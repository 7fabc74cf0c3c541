/** `src/index.ts` as it stands, with the app of app-with-timers.ts, under the host. */
import { resolve } from 'node:path';
import { createFixtures, listenToLogs } from './local/host/fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

const YEAR_MS = 366 * 24 * 3_600_000;

test('each trigger is registered as its kind, and the app is told of start and end', async () => {
  const { onLog, until } = listenToLogs();
  const host = await fixtures.start(`import './src/index.ts';`, {
    onLog,
    movableClock: true,
    bundle: {
      define: { BUILD: '{}' },
      plugins: [
        {
          name: 'another-app',
          setup({ onResolve }) {
            const path = resolve('test/unit/app-with-timers.ts');
            onResolve({ filter: /^\.\/(?:app|azure\/adapters)\.ts$/ }, () => ({ path }));
          },
        },
      ],
    },
  });
  await until('warms up');
  await until('sweep-at-start runs, in time, as 36 characters');
  expect(host.output()).not.toContain('sweep runs');
  expect(await (await fetch(`${host.url}/api/up/1`)).text()).toBe('up');
  expect((await fetch(`${host.url}/api/sweep`)).status).toBe(404);
  await host.advance(YEAR_MS);
  await until('sweep runs, in time, as 36 characters');
  await host.stop();
  await until('terminates');
});
