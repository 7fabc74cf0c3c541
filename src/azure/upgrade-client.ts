/**
 * Asks a WebSocket's address whether it would open, and hangs up on the answer: the socket is destroyed on the status
 * line, and no frame is read. Node's own WebSocket hides the status of a refusal, which is all that is wanted here.
 */
import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type AskUpgrade, toNoAnswer } from '../lib/http.ts';
import { err, ok } from '../lib/result.ts';

export const askUpgrade: AskUpgrade = ({ url, headers, signal }) => {
  const address = new URL(url);
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    try {
      const asking = request(address, {
        // No connection is kept: one that has been upgraded is of no use to anybody.
        agent: false,
        signal,
        headers: {
          ...headers,
          'User-Agent': 'realtime-token-endpoint',
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          // RFC 6455 section 4.1.
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        },
      });
      asking
        .on('upgrade', ({ statusCode = 0 }, socket) => {
          socket.destroy();
          resolve(ok({ status: statusCode }));
        })
        .on('response', ({ statusCode = 0 }) => {
          asking.destroy();
          resolve(ok({ status: statusCode }));
        })
        .on('error', (error) => resolve(err(toNoAnswer(error))))
        .on('close', () => resolve(err(toNoAnswer(undefined))))
        .end();
    } catch (error) {
      resolve(err(toNoAnswer(error)));
    }
  });
};
