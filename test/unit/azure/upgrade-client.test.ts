/** What the question for a WebSocket sends, and what is made of every answer. Every server is a real one on loopback. */
import type { Socket } from 'node:net';
import { askUpgrade } from '../../../src/azure/upgrade-client.ts';
import { hasClosed, type RawServer, startRawServer } from './raw-server.ts';

const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n';
/** More than the buffers of both ends hold. */
const FLOOD = Buffer.alloc(64 * 1024 * 1024, 'frame');

let server: RawServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function asked(answer: (socket: Socket) => void, signal = new AbortController().signal) {
  const seen: string[] = [];
  server = await startRawServer((socket, text) => {
    seen.push(text);
    answer(socket);
  });
  const answered = await askUpgrade({
    url: `http://127.0.0.1:${server.port}/openai/v1/realtime?call_id=rtc_1`,
    headers: { Authorization: 'Bearer t' },
    signal,
  });
  return { answered, seen };
}

const status = (code: number) => ({ ok: true, value: { status: code } });

test('it is asked as RFC 6455 wants it, with the token, and on a connection of its own', async () => {
  const { seen } = await asked((socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/^GET \/openai\/v1\/realtime\?call_id=rtc_1 HTTP\/1\.1\r\n/);
  for (const line of ['Authorization: Bearer t', 'Connection: Upgrade', 'Upgrade: websocket']) {
    expect(seen[0]).toContain(`\r\n${line}\r\n`);
  }
  expect(seen[0]).toMatch(/\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: [\w+/]{22}==\r\n/);
});

describe('a call that is on the line', () => {
  test('is 101, and the socket is closed on it', async () => {
    const { answered } = await asked((socket) => socket.write(SWITCHING));
    expect(answered).toEqual(status(101));
    await hasClosed(server?.connections[0]);
  });

  test('is heard by nobody: of the frames that follow none is kept, and the sender cannot send them all', async () => {
    const { answered } = await asked((socket) => {
      socket.write(SWITCHING);
      socket.write(FLOOD);
    });
    expect(answered).toEqual(status(101));
    const [socket] = server?.connections ?? [];
    await hasClosed(socket);
    expect(socket?.writableFinished).toBe(false);
  });
});

describe('a refusal', () => {
  test.each([404, 401, 403, 429, 500, 302])('of %i is that status, and goes nowhere else', async (code) => {
    const head = `HTTP/1.1 ${code} Whatever\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\n{}`;
    const { answered, seen } = await asked((socket) => socket.write(head));
    expect(answered).toEqual(status(code));
    expect(seen).toHaveLength(1);
    await hasClosed(server?.connections[0]);
  });

  test('is not read to its end', async () => {
    const { answered } = await asked((socket) => {
      socket.write(`HTTP/1.1 404 Not Found\r\nContent-Length: ${FLOOD.length}\r\n\r\n`);
      socket.write(FLOOD);
    });
    expect(answered).toEqual(status(404));
    const [socket] = server?.connections ?? [];
    await hasClosed(socket);
    expect(socket?.writableFinished).toBe(false);
  });

  test('with 200, which opens no WebSocket, is 200', async () => {
    const { answered } = await asked((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    expect(answered).toEqual(status(200));
  });
});

describe('no answer', () => {
  test.each<[string, (socket: Socket) => void, unknown]>([
    ['of a server that resets', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['of a server that hangs up', (socket) => socket.end(), 'ECONNRESET'],
    ['that is HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'), expect.stringMatching(/^HPE_/)],
    ['with a whole status line', (socket) => socket.end('HTTP/1.1 10'), expect.stringMatching(/^(?:HPE_|ECONNRESET)/)],
  ])('%s is a failure that says so, and the connection was there', async (_what, answer, code) => {
    const { answered } = await asked(answer);
    expect(answered).toEqual({ ok: false, error: { code, neverConnected: false } });
  });

  test('of a server that never answers is waited for until the signal aborts, and no longer', async () => {
    const patience = new AbortController();
    const { answered } = await asked(() => patience.abort(), patience.signal);
    expect(answered).toEqual({ ok: false, error: { code: 'ABORT_ERR', neverConnected: false } });
    await hasClosed(server?.connections[0]);
  });

  test('is had where nobody listens: nothing was sent', async () => {
    const gone = await startRawServer(() => undefined);
    await gone.close();
    const signal = new AbortController().signal;
    const answered = await askUpgrade({ url: `http://127.0.0.1:${gone.port}/`, headers: {}, signal });
    expect(answered).toEqual({ ok: false, error: { code: 'ECONNREFUSED', neverConnected: true } });
  });

  test('is had where a header cannot be sent', async () => {
    const signal = new AbortController().signal;
    const answered = await askUpgrade({ url: 'http://127.0.0.1:1/', headers: { Authorization: 'a\nb' }, signal });
    expect(answered).toMatchObject({ ok: false, error: { code: 'ERR_INVALID_CHAR', neverConnected: false } });
  });
});
