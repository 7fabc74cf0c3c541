/** A request for a WebSocket that is left on its status line: `fetch` makes none, and Node’s own hides the status. */
import { randomBytes } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';

export type AskUpgrade = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  /** What is said before the socket is closed, where it is opened: 125 bytes at most. */
  say?: string,
) => Promise<number>;

/** Until the other side has closed too, after something was said. */
const CLOSE_WAIT_MS = 2_000;

/** The status; no frame is read. Rejects where no answer came. */
export const askUpgrade: AskUpgrade = (url, headers, signal, say) =>
  new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestTls : requestPlain;
    const asked = request(url, {
      headers: {
        ...headers,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      },
      agent: false,
      signal,
    });
    asked.on('upgrade', ({ statusCode = 0 }, socket) => {
      resolve(statusCode);
      if (say === undefined) return socket.destroy();
      socket.on('error', () => socket.destroy());
      setTimeout(() => socket.destroy(), CLOSE_WAIT_MS).unref();
      return socket.resume().end(textFrame(say));
    });
    asked.on('response', (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

/** A whole short text of a client, which is masked (RFC 6455 sections 5.2 and 5.3). */
function textFrame(text: string): Buffer {
  const [payload, mask] = [Buffer.from(text), randomBytes(4)];
  const masked = payload.map((byte, index) => byte ^ (mask[index % mask.length] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]);
}
