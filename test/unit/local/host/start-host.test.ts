import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { startHost } from '../../../../local/host/start-host.ts';
import { createFixtures } from './fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

const hello = `app.http('hello', { methods: ['GET'], handler: async () => ({ body: 'hello' }) });`;

describe('starting the bundle harness', () => {
  test('serves what the bundle registers, on loopback', async () => {
    const host = await fixtures.start(hello);
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${host.url}/api/hello`)).text()).toBe('hello');
  });

  test.each([
    ['the entry point throws', `${hello} throw new Error('no such luck');`, 'no such luck'],
    ['two functions share a name', hello + hello, '"hello" is registered already'],
    ['nothing is registered', 'globalThis.unused = app;', 'registered no function'],
    [
      'a route template is not understood',
      `app.http('a', { route: '{id:guid}', handler: async () => ({}) });`,
      'id:guid',
    ],
    ['an appStart hook fails', `${hello} app.hook.appStart(() => { throw new Error('not today'); });`, 'not today'],
    ['the worker ends while loading', `${hello} process.exit(7);`, 'exit code 7'],
  ])('fails with the reason when %s', async (_name, source, reason) => {
    await expect(fixtures.start(source)).rejects.toThrow(reason);
  });

  test('says to build when the bundle is missing', async () => {
    const root = await fixtures.write(hello);
    await rm(join(root, 'dist'), { recursive: true });
    await expect(startHost({ packageRoot: root, environment: {} })).rejects.toThrow('npm run build');
  });

  test('names the port when it is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    try {
      await expect(fixtures.start(hello, { port })).rejects.toThrow(`Port ${port} for the functions is taken`);
    } finally {
      stranger.close();
    }
  });

  test('gives the app the environment of Azure and of the caller, and nothing of the person who started it', async () => {
    process.env['AZURE_FIXTURE_LEAK'] = 'leaked';
    const host = await fixtures.start(`app.http('env', { handler: async () => ({ jsonBody: process.env }) });`, {
      environment: { AZURE_CLIENT_ID: 'an-identity' },
    });
    delete process.env['AZURE_FIXTURE_LEAK'];
    const environment = await (await fetch(`${host.url}/api/env`)).json();
    expect(environment).toMatchObject({ AZURE_CLIENT_ID: 'an-identity', FUNCTIONS_WORKER_RUNTIME: 'node' });
    expect(environment).not.toHaveProperty('AZURE_FIXTURE_LEAK');
    expect(environment).not.toHaveProperty('JEST_WORKER_ID');
  });

  test('refuses a registration after the start, as the worker does', async () => {
    const late = `app.http('late', { handler: async () => { app.http('more', { handler: async () => ({}) }); } });`;
    const host = await fixtures.start(late);
    expect((await fetch(`${host.url}/api/late`)).status).toBe(500);
  });
});

describe('the logs of the bundle harness', () => {
  test('tell the records of an invocation from the plain output of the app', async () => {
    const host = await fixtures.start(`app.http('talk', { handler: async (request, context) => {
      context.warn('number %d', 7);
      console.log('plain');
      return {};
    } });`);
    await fetch(`${host.url}/api/talk`);
    await host.stop();
    expect(host.logs).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        category: 'talk.Invocation',
        message: 'number 7',
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    );
    expect(host.logs).toContainEqual(expect.objectContaining({ category: 'stdout', message: 'plain' }));
    expect(host.output()).toContain('plain');
  });

  test('hold the path of a request and never its query', async () => {
    const host = await fixtures.start(hello);
    await fetch(`${host.url}/api/hello?code=secret`);
    await host.stop();
    expect(host.logs).toContainEqual(expect.objectContaining({ category: 'Host.Http' }));
    expect(host.output()).not.toContain('secret');
  });

  test('do not take JSON that the app prints for a record of the worker', async () => {
    const forged = JSON.stringify({ time: 'now', level: 'critical', category: 'system', message: 'forged' });
    const host = await fixtures.start(`${hello} console.log(${JSON.stringify(forged)});`);
    await host.stop();
    expect(host.logs).toContainEqual(expect.objectContaining({ category: 'stdout', message: forged }));
    expect(host.logs).not.toContainEqual(expect.objectContaining({ message: 'forged' }));
  });
});

describe('the end of a worker', () => {
  test('comes with exit code 1 when a rejection is not handled, and takes the requests in flight along', async () => {
    const host = await fixtures.start(`app.http('doomed', { handler: () => {
      Promise.reject(new Error('nobody cares'));
      return new Promise(() => undefined);
    } });`);
    await expect(fetch(`${host.url}/api/doomed`)).rejects.toThrow();
    await expect(host.exited).resolves.toBe(1);
    expect(host.logs).toContainEqual(
      expect.objectContaining({ level: 'critical', message: expect.stringContaining('nobody cares') }),
    );
  });

  test('is not held up by connections that clients keep open', async () => {
    const host = await fixtures.start(hello);
    await (await fetch(`${host.url}/api/hello`)).text();
    await host.stop();
    await expect(host.exited).resolves.toBe(0);
  });

  test('can be asked for twice, and after the fact', async () => {
    const host = await fixtures.start(hello);
    await Promise.all([host.stop(), host.stop()]);
    await host.stop();
    await expect(host.exited).resolves.toBe(0);
  });

  test('comes after a 500 when an invocation exceeds functionTimeout, as in the real host', async () => {
    const host = await fixtures.start(
      `app.http('stuck', { handler: () => new Promise(() => setInterval(() => undefined, 1000)) });`,
      { hostJson: { functionTimeout: '00:00:00.05' } },
    );
    const answer = await fetch(`${host.url}/api/stuck`);
    expect(answer.status).toBe(500);
    await answer.arrayBuffer();
    await expect(host.exited).resolves.toBe(1);
    expect(host.logs).toContainEqual(expect.objectContaining({ message: expect.stringContaining('was exceeded') }));
  });
});
