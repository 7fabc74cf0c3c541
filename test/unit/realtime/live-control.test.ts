import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { converse } from '../../../src/azure/socket-client.ts';
import { askUpgrade } from '../../../src/azure/upgrade-client.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { createLiveControl } from '../../../src/realtime/live-control.ts';
import { aClosedPort, listen } from '../../support/loopback-server.ts';

const signal = AbortSignal.timeout(30_000);
const APIM = { 'apim-request-id': '11111111-2222-3333-4444-555555555555' };
const CLOSED = { type: 'session.closed', reason: 'close_requested' };

interface Refusal {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Azure's end of the sideband: a socket that does as the test says with each message, or a refusal. */
async function startSideband(does: Refusal | ((socket: WebSocket, said: unknown) => void)) {
  const asked: { readonly path: string | undefined; readonly authorization: string | undefined }[] = [];
  const left: Promise<unknown>[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push({ path: request.url, authorization: request.headers.authorization });
    if (typeof does !== 'function') {
      const body = JSON.stringify(does.body ?? {});
      const fields = { ...APIM, 'Content-Type': 'application/json', 'Content-Length': body.length, ...does.headers };
      const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
      socket.end([`HTTP/1.1 ${does.status} No`, ...lines, '', body].join('\r\n'));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (end) => {
      left.push(new Promise((resolve) => void end.once('close', resolve)));
      end.on('message', (data) => does(end, JSON.parse(String(data))));
    });
  });
  const { port, close } = await listen(server);
  servers.push({ close });
  const origin = `http://127.0.0.1:${port}`;
  return { asked, left, call: { api: 'live', origin, callId: 'live_1' } } as const;
}

function aControl(token: string | undefined = 'identity-token') {
  return createLiveControl({
    converse,
    askUpgrade,
    now: Date.now,
    token: async () => (token === undefined ? err({ cause: 'NoIdentity' }) : ok(token)),
  });
}

describe('the end of a Live session', () => {
  test('is asked for over its sideband with the identity’s token, and brings the seconds that Azure counted', async () => {
    const said: unknown[] = [];
    const { call, asked, left } = await startSideband((socket, event) => {
      said.push(event);
      socket.send(JSON.stringify({ ...CLOSED, usage: { seconds: 61.5 } }));
    });
    expect(await aControl().hangUp(call, signal)).toEqual({ kind: 'ended', seconds: 61.5 });
    expect(asked).toEqual([{ path: '/openai/v1/live/sessions/live_1/attach', authorization: 'Bearer identity-token' }]);
    expect(said).toEqual([{ type: 'session.close' }]);
    await Promise.all(left);
  });

  test.each([
    ['no usage', {}],
    ['usage without seconds', { usage: {} }],
    ['usage of null', { usage: null }],
    ['seconds below zero', { usage: { seconds: -1 } }],
    ['seconds that are a text', { usage: { seconds: '61' } }],
  ])('is known where Azure tells it with %s', async (_what, usage) => {
    const { call } = await startSideband((socket) => socket.send(JSON.stringify({ ...CLOSED, ...usage })));
    expect(await aControl().hangUp(call, signal)).toEqual({ kind: 'ended', seconds: undefined });
  });

  test('is heard among sound, other events, what is no JSON, and a text of 1 MiB', async () => {
    const { call } = await startSideband((socket) => {
      socket.send(JSON.stringify({ type: 'session.output_audio.delta', delta: 'A'.repeat(1024 * 1024 - 100) }));
      socket.send('session.closed');
      socket.send(JSON.stringify({ type: 'info', message: 'session.closed' }));
      socket.send(Buffer.from('session.closed'));
      socket.send(JSON.stringify(CLOSED));
    });
    expect(await aControl().hangUp(call, signal)).toMatchObject({ kind: 'ended' });
  });

  test.each([
    ['closes without a word', (socket: WebSocket) => socket.close(1000)],
    ['is cut', (socket: WebSocket) => socket.terminate()],
    ['sends more than 1 MiB at once', (socket: WebSocket) => socket.send('x'.repeat(1024 * 1024 + 1))],
  ])('is not believed of a sideband that %s: the next sweep looks', async (_what, does) => {
    const { call, left } = await startSideband(does);
    expect(await aControl().hangUp(call, signal)).toMatchObject({ kind: 'unknown', isAsked: true });
    await Promise.all(left);
  });

  test('is not waited for longer than whoever asks will wait, and no socket stays', async () => {
    const patience = new AbortController();
    const { call, left } = await startSideband(() => patience.abort());
    expect(await aControl().hangUp(call, patience.signal)).toMatchObject({ kind: 'unknown', isAsked: true });
    await Promise.all(left);
  });

  test.each([404, 410])('that Azure answers with %d is of a session that is over', async (status) => {
    const { call } = await startSideband({ status });
    expect(await aControl().hangUp(call, signal)).toEqual({ kind: 'over' });
  });

  test.each([401, 403])('that Azure forbids with %d names the data action that is lacking', async (status) => {
    const message =
      'The principal `x` lacks the required data action `Microsoft.X/live/action` to perform `GET x` operation.';
    const { call } = await startSideband({ status, body: { error: { code: 'PermissionDenied', message } } });
    expect(await aControl().hangUp(call, signal)).toEqual({ kind: 'forbidden', dataAction: 'Microsoft.X/live/action' });
  });

  test.each([409, 422])('that Azure answers with %d is of a session that may go on', async (status) => {
    const { call } = await startSideband({ status });
    expect(await aControl().hangUp(call, signal)).toMatchObject({ kind: 'unknown', cause: String(status) });
  });

  test.each([429, 500, 503])(
    'that Azure answers with %d may be asked again, and not before it says',
    async (status) => {
      const { call } = await startSideband({ status, headers: { 'retry-after': '3' } });
      const said = await aControl().hangUp(call, signal);
      expect(said).toEqual({ kind: 'unknown', cause: String(status), retryAfterMs: 3_000 });
    },
  );

  test('without a socket, a token or a host of Azure OpenAI’s is unknown', async () => {
    const { call } = await startSideband({ status: 404 });
    const closed = { ...call, origin: `http://127.0.0.1:${await aClosedPort()}` };
    expect(await aControl().hangUp(closed, signal)).toMatchObject({ kind: 'unknown', cause: 'ECONNREFUSED' });
    expect(await aControl().hangUp({ ...call, origin: 'https://evil.example' }, signal)).toMatchObject({
      cause: 'ForeignHost',
    });
    expect(await aControl('').hangUp(call, AbortSignal.abort())).toMatchObject({ kind: 'unknown' });
  });

  test('keeps an id within its segment of the address', async () => {
    const { call, asked } = await startSideband({ status: 404 });
    await aControl().hangUp({ ...call, callId: '../x?y' }, signal);
    expect(asked[0]?.path).toBe('/openai/v1/live/sessions/..%2Fx%3Fy/attach');
  });
});

test.each([
  [404, 'not_found'],
  [401, 'forbidden'],
  [500, 'unknown'],
])('a look that Azure answers with %d says %s', async (status, seen) => {
  const { call } = await startSideband({ status });
  expect(await aControl().probe(call, signal)).toBe(seen);
});

test('a look at a session that is on the line leaves it there', async () => {
  const said: unknown[] = [];
  const { call, left } = await startSideband((_socket, event) => said.push(event));
  expect(await aControl().probe(call, signal)).toBe('alive');
  await Promise.all(left);
  expect(said).toEqual([]);
});
