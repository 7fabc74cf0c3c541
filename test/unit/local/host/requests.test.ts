import type { RunningHost } from '../../../../local/host/start-host.ts';
import { sendRaw } from '../../../support/raw-request.ts';
import { createFixtures } from './fixture.ts';

const source = `
  const methods = ['GET', 'POST', 'PUT'];
  app.http('echo', { methods, route: 'echo/{id?}', handler: async (request, context) => ({ jsonBody: {
    method: request.method, url: request.url, params: request.params, text: await request.text(),
    query: Object.fromEntries(request.query), headers: Object.fromEntries(request.headers),
    trace: context.traceContext, invocationId: context.invocationId,
  } }) });
  app.http('bytes', { methods, handler: async (request) => ({ body: Buffer.from(await request.arrayBuffer()).reverse() }) });
  app.http('throws', { methods, handler: async () => { throw new Error('private detail'); } });
  app.http('text', { methods, handler: async () => 'not an object' });
  app.http('liar', { methods, handler: async () => ({ headers: { 'content-length': '5' }, body: 'four' }) });
  app.http('nothing', { methods, handler: async () => undefined });
  app.http('teapot', { methods, handler: async () => ({ status: 418, headers: { 'x-own': 'yes', 'x-host': 'function' } }) });
  app.http('empty', { methods, handler: async () => ({ status: 204, body: 'dropped' }) });
  app.http('cookies', { methods, handler: async () => ({ cookies: [
    { name: 'a', value: '1', httpOnly: true, sameSite: 'Strict' }, { name: 'b', value: '2', path: '/x' } ] }) });
`;
const hostJson = { extensions: { http: { customHeaders: { 'X-Host': 'host', 'X-Content-Type-Options': 'nosniff' } } } };
const fixtures = createFixtures();
let host: RunningHost;

beforeAll(async () => {
  host = await fixtures.start(source, { hostJson, environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
});
afterAll(() => fixtures.dispose());

interface Echo {
  readonly query: Readonly<Record<string, string>>;
  readonly trace: { readonly traceParent: string };
  readonly invocationId: string;
}

async function echo(path: string, init?: RequestInit): Promise<Echo> {
  const response = await fetch(`${host.url}/api/echo${path}`, init);
  return (await response.json()) as Echo;
}

describe('a request reaches the function', () => {
  test('with its method, its absolute URL and the parameters of its route', async () => {
    expect(await echo('/A%20b?x=1', { method: 'PUT' })).toMatchObject({
      method: 'PUT',
      url: `${host.url}/api/echo/A%20b?x=1`,
      params: { id: 'A b' },
    });
  });

  test('with repeated query values joined by a comma, as without streaming in Azure', async () => {
    expect((await echo('?q=1&q=2&e=&Q=3')).query).toEqual({ q: '1,2,3', e: '' });
  });

  test('with lower-case header names and repeated headers joined', async () => {
    const answer = await sendRaw(host.url, 'GET /api/echo HTTP/1.1', ['Host: example.org', 'X-Two: 1', 'x-two: 2']);
    expect(JSON.parse(answer.body)).toMatchObject({ url: 'http://example.org/api/echo', headers: { 'x-two': '1,2' } });
  });

  test('with its bytes unchanged, and so does the answer leave', async () => {
    const response = await fetch(`${host.url}/api/bytes`, { method: 'POST', body: Uint8Array.of(0, 255, 128, 10) });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([10, 128, 255, 0]);
  });

  test('with the trace context of the client', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { trace } = await echo('', { headers: { traceparent, tracestate: 'a=1' } });
    expect(trace).toMatchObject({ traceParent: traceparent, traceState: 'a=1' });
  });

  test.each(['', 'nonsense', '00-00000000000000000000000000000000-b7ad6b7169203331-01'])(
    'with a new trace context when the client sent "%s"',
    async (traceparent) => {
      const { trace } = await echo('', { headers: { traceparent } });
      expect(trace.traceParent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    },
  );

  test('under an invocation id of its own', async () => {
    const [one, two] = await Promise.all([echo(''), echo('')]);
    expect(one.invocationId).not.toBe(two.invocationId);
  });
});

describe('the host answers by itself', () => {
  test.each([
    ['404 where no route matches', 'GET', '/api/none', 404],
    ['404, never 405, for a method that is not registered', 'DELETE', '/api/echo', 404],
    ['404 for HEAD where only GET is registered', 'HEAD', '/api/echo', 404],
    ['404 outside the prefix', 'GET', '/echo', 404],
    ['500 when the handler throws', 'GET', '/api/throws', 500],
    ['500 when the handler returns something that is not an object', 'GET', '/api/text', 500],
    ['500 when the handler declares a length that its body does not have', 'GET', '/api/liar', 500],
    ['204 when the handler returns nothing', 'GET', '/api/nothing', 204],
  ])('%s, without a body and with the custom headers', async (_name, method, path, status) => {
    const response = await fetch(`${host.url}${path}`, { method });
    expect([response.status, await response.text()]).toEqual([status, '']);
    expect(response.headers.get('x-host')).toBe('host');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('413 before the handler when the declared length is over the limit', async () => {
    const response = await fetch(`${host.url}/api/bytes`, { method: 'POST', body: 'x'.repeat(1001) });
    expect([response.status, await response.text()]).toEqual([413, '']);
    expect(response.headers.get('x-host')).toBe('host');
  });

  test('nothing of its own when the body is exactly at the limit', async () => {
    expect((await fetch(`${host.url}/api/bytes`, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200);
  });

  test.each([
    ['no Host header', 'GET /api/echo HTTP/1.1', []],
    ['two Host headers', 'GET /api/echo HTTP/1.1', ['Host: a', 'Host: b']],
    ['a Host header that smuggles a path', 'GET /api/echo HTTP/1.1', ['Host: a/b']],
    ['a target that is no path', 'OPTIONS * HTTP/1.1', ['Host: a']],
  ])('400 to %s', async (_name, line, headers) => {
    expect((await sendRaw(host.url, line, headers)).status).toBe(400);
  });

  test('with a path of two slashes as a path, not as another host', async () => {
    expect((await sendRaw(host.url, 'GET //api/echo HTTP/1.1', ['Host: a'])).status).toBe(404);
  });
});

describe('the answer of a function', () => {
  test('keeps its status and headers, which win over the custom ones', async () => {
    const response = await fetch(`${host.url}/api/teapot`);
    expect(response.status).toBe(418);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.get('x-host')).toBe('function');
  });

  test('loses its body at 204', async () => {
    const response = await fetch(`${host.url}/api/empty`);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('carries each cookie in a header of its own', async () => {
    const response = await fetch(`${host.url}/api/cookies`);
    expect(response.headers.getSetCookie()).toEqual(['a=1; path=/; samesite=strict; httponly', 'b=2; path=/x']);
  });
});

test('the detail of a failure is in the log and not in the answer', async () => {
  const response = await fetch(`${host.url}/api/throws`);
  expect(await response.text()).not.toContain('private detail');
  await host.stop();
  expect(host.logs).toContainEqual(
    expect.objectContaining({ category: 'Function.throws', message: expect.stringContaining('private detail') }),
  );
});
