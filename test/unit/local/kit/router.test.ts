import { answer, type HttpExchange, json, text } from '../../../../local/kit/reply.ts';
import { createRouteFinder, createRouter } from '../../../../local/kit/router.ts';

const route = createRouter([
  { method: 'GET', path: '/kv', handle: () => text(200, 'all') },
  { method: 'GET', path: '/kv/:key', handle: (_exchange, { key = '' }) => text(200, key) },
  { method: 'DELETE', path: '/kv/:key', handle: () => answer(204, '', {}) },
]);

function ask(method: string, path: string) {
  const exchange: HttpExchange = {
    method,
    url: new URL(path, 'http://emulated'),
    headers: {},
    body: Buffer.alloc(0),
    signal: AbortSignal.abort(),
  };
  return route(exchange);
}

test('hands a segment over decoded, a slash in it included', () => {
  expect(ask('GET', '/kv/a%2Fb%3Ac')).toMatchObject({ status: 200, body: 'a/b:c' });
});

test.each(['/kv/', '/kv/a/b', '/KV', '/other'])('finds nothing at %s', (path) => {
  expect(ask('GET', path)).toEqual(json(404, { error: 'There is nothing here.' }));
});

test('finds nothing at a segment that is not percent-encoded UTF-8', () => {
  expect(ask('GET', '/kv/%ff')).toMatchObject({ status: 404 });
});

test('names the methods of a path to whoever comes with another', () => {
  expect(ask('PUT', '/kv/a')).toMatchObject({ status: 405, headers: { allow: 'GET, DELETE' } });
});

test('does not look at upper and lower case where it is told not to, and keeps that of a segment', () => {
  const find = createRouteFinder([{ method: 'GET', path: ':scope(.*?)/roles/:name' }], { ignoreCase: true });
  expect(find('/a/B/ROLES/Reader').map(({ segments }) => segments)).toEqual([{ scope: '/a/B', name: 'Reader' }]);
  expect(find('/roles/x').map(({ segments }) => segments)).toEqual([{ scope: '', name: 'x' }]);
});
