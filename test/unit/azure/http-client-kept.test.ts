/** Connections that are kept: used again, closed in time, and lost without a request being sent twice. */
import { createHttpClient } from '../../../src/azure/http-client.ts';
import type { HttpRequest } from '../../../src/lib/http.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';
import { hasClosed, type RawServer, startRawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';

let server: RawServer;
afterEach(() => server.close());

function request(): HttpRequest {
  const signal = new AbortController().signal;
  return { url: `http://127.0.0.1:${server.port}/`, method: 'POST', headers: {}, body: 'x', signal, maxBytes: 1_000 };
}

test('a connection is used again, and many at once have one each', async () => {
  server = await startRawServer((socket) => socket.write(OK));
  const send = createHttpClient();
  for (let turn = 0; turn < 3; turn += 1) unwrap(await send(request()));
  expect(server.connections).toHaveLength(1);
  const answers = await Promise.all(Array.from({ length: 100 }, () => send(request())));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(100);
  expect(server.connections).toHaveLength(100);
  unwrap(await send(request()));
  expect(server.connections).toHaveLength(100);
});

test('two clients share none', async () => {
  server = await startRawServer((socket) => socket.write(OK));
  for (const send of [createHttpClient(), createHttpClient()]) unwrap(await send(request()));
  expect(server.connections).toHaveLength(2);
});

test('a connection that nobody uses is closed from here', async () => {
  server = await startRawServer((socket) => socket.write(OK));
  unwrap(await createHttpClient(20)(request()));
  await hasClosed(server.connections[0]);
  expect(server.connections[0]?.readableEnded).toBe(true);
});

test('a connection that grew old while the loop was held up is not used again', async () => {
  server = await startRawServer((socket) => socket.write(OK));
  const send = createHttpClient(20);
  unwrap(await send(request()));
  await settled();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);
  unwrap(await send(request()));
  expect(server.connections).toHaveLength(2);
});

test('a connection that waits for its answer is not', async () => {
  server = await startRawServer((socket) => setTimeout(() => socket.write(OK), 100));
  expect(unwrap(await createHttpClient(20)(request())).body).toBe('x');
});

test('a connection is not used again where the server says that it will close it', async () => {
  server = await startRawServer((socket) => socket.write(OK.replace('\r\n', '\r\nKeep-Alive: timeout=1\r\n')));
  const send = createHttpClient();
  for (let turn = 0; turn < 2; turn += 1) unwrap(await send(request()));
  expect(server.connections).toHaveLength(2);
});

test('a request that meets a closing connection has an unknown end, and is sent once', async () => {
  const requests: string[] = [];
  server = await startRawServer((socket, text) => {
    requests.push(text);
    if (requests.length === 1) socket.write(OK);
    else socket.destroy();
  });
  const send = createHttpClient();
  unwrap(await send(request()));
  expect(errorOf(await send(request()))).toEqual({ code: 'ECONNRESET', neverConnected: false });
  expect(requests).toHaveLength(2);
  expect(server.connections).toHaveLength(1);
});

test('a connection that the server has closed is not used again', async () => {
  server = await startRawServer((socket) => socket.end(OK));
  const send = createHttpClient();
  unwrap(await send(request()));
  await hasClosed(server.connections[0]);
  await settled();
  expect(unwrap(await send(request())).body).toBe('x');
});

test('an answer that nobody asked for is nobody’s', async () => {
  let answered = 0;
  server = await startRawServer((socket) => {
    answered += 1;
    socket.write(`${OK}${OK.slice(0, -1)}y`);
  });
  const send = createHttpClient();
  for (let turn = 0; turn < 3; turn += 1) expect(unwrap(await send(request())).body).toBe('x');
  expect(answered).toBe(3);
});
