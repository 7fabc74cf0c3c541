/** The real SDK against a real https server of this machine. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import tls from 'node:tls';
import type { TokenCredential } from '@azure/identity';
import { generate } from 'selfsigned';
import { createAppConfigurationStore } from '../../../src/azure/settings-store.ts';
import { readSdkRetryAfter } from '../../../src/lib/sdk-error.ts';
import { json, listen, type Respond, text } from '../../support/loopback-server.ts';

const credential: TokenCredential = {
  getToken: async () => ({ token: 'store-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const trusted = tls.getCACertificates('default');

let server: Awaited<ReturnType<typeof listen>>;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage) => Respond;

beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  tls.setDefaultCACertificates([...trusted, cert]);
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request)(response);
  };
  server = await listen(createServer({ key, cert }, listener), 'localhost');
});
afterAll(async () => {
  tls.setDefaultCACertificates(trusted);
  await server.close();
});
beforeEach(() => {
  requests = [];
});

function aStore(label?: string) {
  return createAppConfigurationStore({
    endpoint: `https://localhost:${server.port}`,
    label,
    credential,
    timeoutMs: 5_000,
  });
}

/** One page as the service writes it: its ETag stands in the header and in the body. */
function aPage(entries: Readonly<Record<string, string | null>>, etag = '"1"', nextLink?: string): Respond {
  const items = Object.entries(entries).map(([key, value]) => ({ key, value, etag: 'e', tags: {} }));
  return json(200, { etag, items, ...(nextLink === undefined ? {} : { '@nextLink': nextLink }) }, { etag });
}

describe('the App Configuration store', () => {
  test('gives all keys under the prefix, read with the identity’s token', async () => {
    answer = () => aPage({ 'realtime:deployment': 'gpt-realtime', 'realtime:resourceId': null });
    const stored = await aStore().read();
    expect([...stored]).toEqual([
      ['realtime:deployment', { text: 'gpt-realtime' }],
      ['realtime:resourceId', { text: '' }],
    ]);
    const { searchParams, pathname } = new URL(requests[0]?.url ?? '', 'https://localhost');
    expect(pathname).toBe('/kv');
    expect(searchParams.get('key')).toBe('realtime:*');
    expect(requests[0]?.headers.authorization).toBe('Bearer store-token');
  });

  test.each([
    ['staging', 'staging'],
    ['blue,green', 'blue\\,green'],
    ['prod*', 'prod\\*'],
    ['a\\b', 'a\\\\b'],
  ])('reads the label %s alone, whatever its characters mean in a filter', async (label, filter) => {
    answer = () => aPage({});
    await aStore(label).read();
    expect(new URL(requests[0]?.url ?? '', 'https://localhost').searchParams.get('label')).toBe(filter);
  });

  test('gives the content type of a value, which says whether it is one', async () => {
    const items = [{ key: 'realtime:x', value: '{}', content_type: 'application/json', etag: 'e', tags: {} }];
    answer = () => json(200, { etag: '"1"', items }, { etag: '"1"' });
    expect([...(await aStore().read())]).toEqual([['realtime:x', { text: '{}', contentType: 'application/json' }]]);
  });

  test.each([
    [undefined, '\0'],
    ['staging', 'staging'],
  ])('reads the label %j, and no label is not every label', async (label, wire) => {
    answer = () => aPage({});
    await aStore(label).read();
    expect(new URL(requests[0]?.url ?? '', 'https://localhost').searchParams.get('label')).toBe(wire);
  });

  test('costs one request and gives the same map while nothing changes', async () => {
    answer = ({ headers }) =>
      headers['if-none-match'] === '"1"' ? text(304, '', { etag: '"1"' }) : aPage({ 'realtime:x': '1' });
    const store = aStore();
    const first = await store.read();
    expect(await store.read()).toBe(first);
    expect(requests).toHaveLength(2);
  });

  test('gives another map when something changed', async () => {
    let etag = '"1"';
    answer = ({ headers }) =>
      headers['if-none-match'] === etag ? text(304, '', { etag }) : aPage({ 'realtime:x': etag }, etag);
    const store = aStore();
    const first = await store.read();
    etag = '"2"';
    const second = await store.read();
    expect(second).not.toBe(first);
    expect(second.get('realtime:x')).toEqual({ text: '"2"' });
  });

  test('puts pages together, and keeps the unchanged page when the other one changes', async () => {
    let secondEtag = '"b1"';
    const next = '/kv?key=realtime%3A*&label=%00&api-version=2023-11-01&after=1';
    const first = ({ headers }: IncomingMessage): Respond =>
      headers['if-none-match'] === '"a1"'
        ? text(304, '', { etag: '"a1"', link: `<${next}>; rel="next"` })
        : aPage({ 'realtime:a': '"a1"' }, '"a1"', next);
    const second = ({ headers }: IncomingMessage): Respond =>
      headers['if-none-match'] === secondEtag
        ? text(304, '', { etag: secondEtag })
        : aPage({ 'realtime:b': secondEtag }, secondEtag);
    answer = (request) => (request.url?.includes('after=1') === true ? second : first)(request);
    const store = aStore();
    expect([...(await store.read()).keys()]).toEqual(['realtime:a', 'realtime:b']);
    secondEtag = '"b2"';
    expect([...(await store.read())]).toEqual([
      ['realtime:a', { text: '"a1"' }],
      ['realtime:b', { text: '"b2"' }],
    ]);
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"a1"', '"b1"']);
  });

  test('rejects with the status when it is refused, and works again after', async () => {
    answer = () => text(403, '');
    const store = aStore();
    await expect(store.read()).rejects.toMatchObject({ statusCode: 403 });
    answer = () => aPage({ 'realtime:x': '1' });
    expect((await store.read()).size).toBe(1);
  });

  test.each(['{}', '{"items":null}', '<html>', ''])(
    'does not take %j for a listing without settings: it would delete them all',
    async (body) => {
      answer = () => text(200, body, { 'Content-Type': 'application/json' });
      await expect(aStore().read()).rejects.toThrow();
    },
  );

  test.each([
    [429, { 'Retry-After-Ms': '20000' }],
    [429, { 'Retry-After': '20' }],
    [503, { 'Retry-After': '20' }],
    [500, {}],
  ])('asks once when the store answers %d, and says what it asked for: %j', async (status, headers) => {
    answer = () => text(status, '', headers);
    const error = await aStore()
      .read()
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ statusCode: status });
    expect(readSdkRetryAfter(error, Date.now)).toBe(status === 500 ? undefined : 20_000);
    expect(requests).toHaveLength(1);
  });

  test('asks once more where the connection was lost, as it is after a sleep, and no more', async () => {
    let lost = 1;
    answer = () => {
      lost -= 1;
      return lost >= 0 ? (response) => response.destroy() : aPage({ 'realtime:x': '1' });
    };
    expect((await aStore().read()).size).toBe(1);
    expect(requests).toHaveLength(2);
    lost = 9;
    const store = aStore();
    await expect(store.read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(requests).toHaveLength(4);
    // That is no sleep but an outage, in which each attempt is one.
    await expect(store.read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(requests).toHaveLength(5);
  });

  test.each(['', 'no address', 'https://'])(
    'is built with the endpoint %j, and fails only when it is read',
    async (endpoint) => {
      const store = createAppConfigurationStore({ endpoint, label: undefined, credential, timeoutMs: 1_000 });
      await expect(store.read()).rejects.toThrow();
    },
  );
});
