/** Timer functions in a worker process of their own, beside HTTP, with the real `app.timer` of `@azure/functions`. */
import { startHost } from '../../../../local/host/start-host.ts';
import { startSupervisedHost } from '../../../../local/start/supervised-host.ts';
import { createFixtures, listenToLogs } from './fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

/** Due once in each year that a test lets pass, and not in the seconds that a test lasts. */
const yearly = `schedule: '0 0 0 1 1 *'`;
const YEAR_MS = 366 * 24 * 3_600_000;
/** A timer that numbers its runs; `free` ends the run that is held. */
const numbering = `
  let runs = 0;
  let release = () => undefined;
  app.http('runs', { handler: async () => ({ jsonBody: runs }) });
  app.http('free', { handler: async () => { release(); return {}; } });
  const number = (context) => { runs += 1; context.log('run ' + runs); };
  const held = () => new Promise((resolve) => { release = resolve; });
`;
const runsOf = async (url: string): Promise<unknown> => (await fetch(`${url}/api/runs`)).json();
const free = (url: string): Promise<Response> => fetch(`${url}/api/free`);

test('a timer ticks by the clock of the machine while HTTP is answered', async () => {
  const { onLog, until } = listenToLogs();
  const source = `${numbering} app.timer('tick', { schedule: '* * * * * *', handler: (timer, context) => number(context) });`;
  const host = await fixtures.start(source, { onLog });
  await until('run 1');
  expect((await fetch(`${host.url}/api/runs`)).status).toBe(200);
  await until('run 2');
  expect((await fetch(`${host.url}/api/tick`)).status).toBe(404);
});

test('a timer ticks when its day comes, which a test can let come', async () => {
  const { onLog, until } = listenToLogs();
  const source = `${numbering} app.timer('sweep', { ${yearly}, handler: (timer, context) => number(context) });`;
  const host = await fixtures.start(source, { onLog, movableClock: true });
  expect(await runsOf(host.url)).toBe(0);
  for (const run of [1, 2, 3]) {
    await host.advance(YEAR_MS);
    await until(`run ${run}`);
  }
  expect(await runsOf(host.url)).toBe(3);
});

test('a handler has the timer as the worker hands it over, in UTC wherever the machine stands', async () => {
  const { onLog, until } = listenToLogs();
  const source = `
    app.http('seen', { handler: async () => ({ jsonBody: globalThis.seen }) });
    app.timer('sweep', { schedule: '0 0 %AT% 1 1 *', runOnStartup: true, handler: (timer, context) => {
      globalThis.seen = { timer, type: context.options.trigger.type, trace: context.traceContext.traceParent };
      context.log('told');
    } });`;
  const host = await fixtures.start(source, { onLog, environment: { AT: '9', TZ: 'America/New_York' } });
  await until('told');
  const none = '0001-01-01T00:00:00+00:00';
  expect(await (await fetch(`${host.url}/api/seen`)).json()).toEqual({
    timer: {
      schedule: { adjustForDST: true },
      scheduleStatus: { last: none, next: expect.stringMatching(/T09:00:00\+00:00$/), lastUpdated: none },
      isPastDue: false,
    },
    type: 'timerTrigger',
    trace: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/),
  });
});

test('a run that lasts is the only one; what became due meanwhile is one run when it ends, and HTTP waits for none', async () => {
  const { onLog, until } = listenToLogs();
  const source = `${numbering} app.timer('sweep', { ${yearly}, handler: async (timer, context) => {
    number(context);
    if (runs === 1) await held();
  } });`;
  const host = await fixtures.start(source, { onLog, movableClock: true });
  await host.advance(YEAR_MS);
  await until('run 1');
  await host.advance(2 * YEAR_MS);
  expect(await runsOf(host.url)).toBe(1);
  await free(host.url);
  await until('run 2');
  await host.advance(YEAR_MS);
  await until('run 3');
  expect(await runsOf(host.url)).toBe(3);
});

test('what a run throws is logged, and changes nothing for the next', async () => {
  const { onLog, until } = listenToLogs();
  const source = `${numbering} app.timer('sweep', { ${yearly}, handler: (timer, context) => {
    number(context);
    if (runs === 1) throw new Error('not this time');
    if (runs === 2) return Promise.reject(new Error('nor this time'));
  } });`;
  const host = await fixtures.start(source, { onLog, movableClock: true });
  for (const run of [1, 2, 3]) {
    await host.advance(YEAR_MS);
    await until(`run ${run}`);
  }
  await until("Executed 'Functions.sweep' (Succeeded)");
  const failed = host.logs.filter((log) => log.category === 'Function.sweep' && log.level === 'error');
  expect(failed.map(({ message }) => message.split('\n')[0])).toEqual([
    "Executed 'Functions.sweep' (Failed): Error: not this time",
    "Executed 'Functions.sweep' (Failed): Error: nor this time",
  ]);
});

test('a run that reaches functionTimeout ends the worker, and its timer alone stands still until the app starts anew', async () => {
  const packageRoot = await fixtures.write(
    `app.http('up', { handler: async () => ({ body: 'up' }) });
    app.timer('stuck', { ${yearly}, runOnStartup: true, handler: (timer, context) => {
      context.log('stuck runs');
      return new Promise(() => undefined);
    } });
    app.timer('other', { ${yearly}, handler: (timer, context) => context.log('other runs') });`,
    { functionTimeout: '00:00:00.05' },
  );
  const start = async (port: number, stoppedTimers: readonly string[]) => {
    const logs = listenToLogs();
    const { onLog } = logs;
    const host = await startHost({ packageRoot, environment: {}, port, stoppedTimers, movableClock: true, onLog });
    workers.push({ host, logs });
    restarted[workers.length - 1]?.();
    return host;
  };
  const workers: { host: Awaited<ReturnType<typeof startHost>>; logs: ReturnType<typeof listenToLogs> }[] = [];
  const restarted: (() => void)[] = [];
  const second = new Promise<void>((resolve) => {
    restarted[1] = resolve;
  });

  const app = await startSupervisedHost({ start, port: 0, report: () => undefined });
  await second;
  const [first, next] = workers;
  await expect(first?.host.exited).resolves.toBe(1);
  expect(first?.host.logs).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('was exceeded') }),
  );
  expect(await (await fetch(`${app.url}/api/up`)).text()).toBe('up');
  await next?.host.advance(YEAR_MS);
  await next?.logs.until('other runs');
  await app.stop();
  expect(next?.host.output()).not.toContain('stuck runs');
  expect(next?.host.logs).toContainEqual(
    expect.objectContaining({ level: 'warning', message: expect.stringContaining("timer of 'stuck' stands still") }),
  );

  const anew = await start(0, []);
  await workers[2]?.logs.until('stuck runs');
  await expect(anew.exited).resolves.toBe(1);
});

test('a worker that is killed during a run ticks again when it is started again', async () => {
  const packageRoot = await fixtures.write(`${numbering} app.timer('sweep', { ${yearly}, handler: (timer, context) => {
    number(context);
    return held();
  } });`);
  for (const _life of [1, 2]) {
    const { onLog, until } = listenToLogs();
    const host = await startHost({ packageRoot, environment: {}, movableClock: true, onLog });
    await host.advance(YEAR_MS);
    await until('run 1');
    process.kill(host.pid, 'SIGKILL');
    await expect(host.exited).resolves.toBeNull();
    expect(host.stoppedTimers).toEqual([]);
  }
});

test('WorkerTerminate waits for no run, and lets none begin', async () => {
  const { onLog, until } = listenToLogs();
  const source = `${numbering}
    app.timer('held', { ${yearly}, handler: (timer, context) => { number(context); return held(); } });
    app.timer('short', { ${yearly}, handler: (timer, context) => context.log('short runs') });
    app.hook.appTerminate(() => new Promise((resolve) => {
      // What becomes due when the clock moves would run before this.
      process.on('message', ({ type }) => { if (type === 'advance') setTimeout(resolve, 20); });
      console.log('terminating');
    }));`;
  const host = await fixtures.start(source, { onLog, movableClock: true });
  await host.advance(YEAR_MS);
  await Promise.all([until('run 1'), until("Executed 'Functions.short' (Succeeded)")]);
  const stopped = host.stop();
  await until('terminating');
  await host.advance(YEAR_MS);
  await stopped;
  await expect(host.exited).resolves.toBe(0);
  const said = host.logs.map(({ message }) => message);
  expect(said.filter((message) => message.endsWith(' runs'))).toEqual(['short runs']);
  expect(said).not.toContain("Executed 'Functions.held' (Succeeded)");
});

test.each([
  ['a schedule that is none', `schedule: 'each minute'`, 'function "sweep" is neither'],
  ['a setting that is not there', `schedule: '%SWEEP%'`, '"%SWEEP%" does not resolve to a value'],
])('the start fails, by the name of the function, for %s', async (_what, members, reason) => {
  const source = `app.timer('sweep', { ${members}, handler: () => undefined });`;
  await expect(fixtures.start(source)).rejects.toThrow(reason);
});

test('an app may have timers only', async () => {
  const { onLog, until } = listenToLogs();
  await fixtures.start(
    `app.timer('sweep', { ${yearly}, runOnStartup: true, handler: (timer, context) => context.log('ran') });`,
    { onLog },
  );
  await until('ran');
});
