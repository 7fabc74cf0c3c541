import { converse } from '../../../src/azure/socket-client.ts';
import { hasClosed, startRawServer } from './raw-server.ts';

test.each([
  ['headers', 'HTTP/1.1 500 No\r\nx-slow: '],
  ['a refusal’s body', 'HTTP/1.1 500 No\r\nContent-Length: 1000000\r\n\r\n'],
])('a handshake is given up in time though %s trickle in without an end', async (_what, head) => {
  const signal = AbortSignal.timeout(20_000);
  const timers: NodeJS.Timeout[] = [];
  const server = await startRawServer((socket) => {
    socket.write(head);
    timers.push(setInterval(() => socket.write('x'), 10));
  });
  try {
    const said = await converse({
      url: `http://127.0.0.1:${server.port}/`,
      headers: {},
      signal,
      handshakeMs: 200,
      maxBytes: 1_024,
      say: 'hello',
      hear: (text) => text,
    });
    expect([said, signal.aborted]).toMatchObject([{ ok: false, error: { kind: 'unanswered' } }, false]);
    await hasClosed(server.connections[0]);
  } finally {
    for (const timer of timers) clearInterval(timer);
    await server.close();
  }
});
