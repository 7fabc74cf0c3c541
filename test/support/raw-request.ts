/** Sends bytes that no polite client would, and reads the answer until the server closes. */
import { connect } from 'node:net';

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** `Connection: close` is added, so that the end of the stream is the end of the answer. */
export function sendRaw(url: string, line: string, headers: readonly string[], body = ''): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => {
      const [head = '', content = ''] = text.split('\r\n\r\n', 2);
      resolve({ status: Number(head.split(' ')[1]), body: content });
    });
    socket.on('error', reject);
    socket.write([line, ...headers, 'Connection: close', '', body].join('\r\n'));
  });
}
