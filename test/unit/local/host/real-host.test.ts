/** What Azure's worker and host do that a Node server by itself would not: each was seen there, and stands in docs/decisions/function-host.md. */
import type { RunningHost } from '../../../../local/host/start-host.ts';
import { sendRaw } from '../../../support/raw-request.ts';
import { createFixtures, holdingApp, waitForLog } from './fixture.ts';

const source = `
  const methods = ['GET', 'POST'];
  app.http('echo', { methods, handler: async (request) => ({ jsonBody: {
    text: await request.text(), headers: Object.fromEntries(request.headers),
  } }) });
  app.http('read', { methods: ['GET'], handler: async () => ({ body: 'read' }) });
  app.http('both', { methods: ['GET', 'HEAD'], handler: async () => ({ headers: { 'x-own': 'yes' }, jsonBody: {} }) });
  app.http('empty', { methods: ['GET'], handler: async () => ({ status: 401 }) });
  app.hook.preInvocation(() => console.log('a hook has run'));
  app.http('again', { methods, handler: async () => {
    const main = process.cwd() + '/dist/index.js';
    return { jsonBody: { same: require(main) === require(main) } };
  } });
`;
const fixtures = createFixtures();
let host: RunningHost;
beforeAll(async () => {
  host = await fixtures.start(source, {
    environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' },
    hostJson: { extensions: { http: { customHeaders: { 'X-Host': 'host' } } } },
  });
});
afterAll(() => fixtures.dispose());

interface Echo {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('a line on stderr', () => {
  test.each([
    ['{"level":"warn"}', 'warning'],
    ['A Warning about an error', 'warning'],
    ['{"event":"settings_unusable","level":"error"}', 'error'],
    ['It FAILED', 'error'],
    ['Severe weather', 'error'],
    ['{"event":"settings_unusable"}', 'information'],
  ])('is ranked by its wording: %s', async (line, level) => {
    const app = await fixtures.start(
      `app.http('x', { handler: async () => ({}) }); console.error(${JSON.stringify(line)});`,
    );
    await app.stop();
    expect(app.logs).toContainEqual(expect.objectContaining({ category: 'stderr', message: line, level }));
  });

  test('is one of stderr: stdout is information, whatever it says', async () => {
    const app = await fixtures.start(`app.http('x', { handler: async () => ({}) }); console.log('warn, error');`);
    await app.stop();
    expect(app.logs).toContainEqual(expect.objectContaining({ category: 'stdout', level: 'information' }));
  });
});

describe('a request body', () => {
  const inChunks = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  const post = 'POST /api/echo HTTP/1.1';

  test.each([
    ['a small one', '{"profile":"nosuch"}'],
    ['one that is larger than the host’s limit', 'x'.repeat(1_001)],
  ])('without Content-Length never reaches the function, which sees zero bytes: %s', async (_which, text) => {
    const head = ['Host: localhost', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const { status, body } = await sendRaw(host.url, post, head, inChunks(text));
    expect(status).toBe(200);
    const seen = JSON.parse(body) as Echo;
    expect(seen.text).toBe('');
    expect(seen.headers).toMatchObject({ 'transfer-encoding': 'chunked', 'content-type': 'application/json' });
  });

  test('with Content-Length reaches it', async () => {
    const { body } = await sendRaw(host.url, post, ['Host: localhost', 'Content-Length: 4'], 'text');
    expect((JSON.parse(body) as Echo).text).toBe('text');
  });
});

describe('a header', () => {
  const line = 'GET /api/echo HTTP/1.1';

  test('whose value is UTF-8 is read as UTF-8', async () => {
    const { body } = await sendRaw(host.url, line, ['Host: a', 'X-Name: caf\u00e9']);
    expect((JSON.parse(body) as Echo).headers['x-name']).toBe('caf\u00e9');
  });

  test('whose value is no UTF-8 is 400 of the server, without the custom headers', async () => {
    const { status, head } = await sendRaw(host.url, line, ['Host: a', Buffer.from('X-Name: caf\u00e9', 'latin1')]);
    expect(status).toBe(400);
    expect(head).not.toMatch(/x-host/i);
  });

  test('with a character above U+00FF is an empty 500 before any hook', async () => {
    const app = await fixtures.start(source);
    const { status, body } = await sendRaw(app.url, line, ['Host: a', 'X-Name: \u20ac']);
    expect([status, body]).toEqual([500, '']);
    await app.stop();
    expect(app.logs).not.toContainEqual(expect.objectContaining({ message: 'a hook has run' }));
  });
});

describe('the limits of Kestrel', () => {
  const get = (headers: readonly string[], target = '/api/echo') =>
    sendRaw(host.url, `GET ${target} HTTP/1.1`, ['Host: a', ...headers]);
  /** What `Host: a` and `Connection: close` of the sender, and the empty line, leave of 32 KiB. */
  const rest = 32 * 1024 - 'Host: a\r\n'.length - 'Connection: close\r\n'.length - 'X-Large: \r\n'.length - 2;

  test('are 32 KiB of headers, twice what Node takes', async () => {
    expect((await get([`X-Large: ${'x'.repeat(rest)}`])).status).toBe(200);
    expect((await get([`X-Large: ${'x'.repeat(rest + 1)}`])).status).toBe(431);
  });

  test('are 100 headers', async () => {
    const some = Array.from({ length: 98 }, (_, index) => `X-${index}: x`);
    expect((await get(some)).status).toBe(200);
    expect((await get([...some, 'X-98: x'])).status).toBe(431);
  });

  test('are 8 KiB of the request line', async () => {
    const target = `/api/echo?q=${'x'.repeat(8 * 1024 - 'GET /api/echo?q= HTTP/1.1\r\n'.length)}`;
    expect((await get([], target)).status).toBe(200);
    expect((await get([], `${target}x`)).status).toBe(414);
  });
});

describe('an answer', () => {
  test('with a body comes in chunks, and one without has a length of 0', async () => {
    const full = await fetch(`${host.url}/api/read`);
    expect([full.headers.get('transfer-encoding'), full.headers.has('content-length')]).toEqual(['chunked', false]);
    expect(await full.text()).toBe('read');
    const empty = await fetch(`${host.url}/api/empty`);
    expect([empty.headers.has('transfer-encoding'), empty.headers.get('content-length')]).toEqual([false, '0']);
  });

  test('to HEAD or OPTIONS is 404 where only GET is registered', async () => {
    expect((await fetch(`${host.url}/api/read`, { method: 'HEAD' })).status).toBe(404);
    expect((await fetch(`${host.url}/api/read`, { method: 'OPTIONS' })).status).toBe(404);
  });

  test('to HEAD where it is registered has the headers and not the body', async () => {
    const { status, body, head } = await sendRaw(host.url, 'HEAD /api/both HTTP/1.1', ['Host: a']);
    expect([status, body]).toEqual([200, '']);
    expect(head).toMatch(/^content-type: application\/json$/im);
    expect(head).toMatch(/^x-own: yes$/im);
  });
});

test('the same directory loaded a second time registers nothing (azure-functions-host#9958)', async () => {
  expect(await (await fetch(`${host.url}/api/again`)).json()).toEqual({ same: true });
  expect((await fetch(`${host.url}/api/read`)).status).toBe(200);
});

describe('a request under way', () => {
  async function aHeldRequest() {
    const door = waitForLog((log) => log.message.startsWith('door '));
    const holding = waitForLog((log) => log.message === 'holding 1');
    const released = waitForLog((log) => log.message === 'released');
    const app = await fixtures.start(holdingApp, {
      onLog: (log) => {
        for (const waiting of [door, holding, released]) waiting.onLog(log);
      },
    });
    const gone = new AbortController();
    const answer = fetch(`${app.url}/api/hold`, { signal: gone.signal });
    // Nobody may have looked at it yet when it fails.
    answer.catch(() => undefined);
    await holding.seen;
    return { app, answer, gone, released, door: (await door.seen).message.replace('door ', '') };
  }

  test('is not waited for by WorkerTerminate: the appTerminate hooks run, and it is lost', async () => {
    const { app, answer } = await aHeldRequest();
    await app.stop();
    await expect(answer).rejects.toThrow();
    await expect(app.exited).resolves.toBe(0);
    expect(app.logs).toContainEqual(expect.objectContaining({ category: 'stdout', message: 'terminated' }));
  });

  test('is not cancelled when its client goes away, since the worker answers no InvocationCancel', async () => {
    const { answer, gone, released, door } = await aHeldRequest();
    gone.abort();
    await expect(answer).rejects.toThrow();
    await fetch(door);
    await expect(released.seen).resolves.toMatchObject({ category: 'hold.Invocation' });
  });
});

describe('a worker that was started as a placeholder', () => {
  const specialized = `
    let started = 0;
    app.hook.appStart(() => { started += 1; });
    app.http('seen', { handler: async () => ({ jsonBody: {
      started, cwd: process.cwd(), placeholder: process.env.WEBSITE_PLACEHOLDER_MODE, given: process.env.GIVEN, path: process.env.PATH,
    } }) });
    if (process.env.GIVEN === undefined) throw new Error('loaded before its environment came');
  `;

  test('has the directory and the environment of its app before the entry point loads, and nothing older', async () => {
    const app = await fixtures.start(specialized, { placeholder: true, environment: { GIVEN: 'later' } });
    const seen: unknown = await (await fetch(`${app.url}/api/seen`)).json();
    const cwd = expect.stringContaining('bundle-harness-');
    expect(seen).toEqual({ started: 1, cwd, given: 'later', path: process.env['PATH'] });
  });

  test('fails with the reason when its app cannot be loaded', async () => {
    await expect(fixtures.start(specialized, { placeholder: true })).rejects.toThrow('loaded before its environment');
  });

  test('can be told to end, and takes the clock of a test', async () => {
    const app = await fixtures.start(`app.http('now', { handler: async () => ({ body: String(Date.now()) }) });`, {
      placeholder: true,
      movableClock: true,
    });
    await app.advance(3_600_000);
    expect(Number(await (await fetch(`${app.url}/api/now`)).text())).toBeGreaterThan(Date.now() + 3_500_000);
    await app.stop();
    await expect(app.exited).resolves.toBe(0);
  });
});
