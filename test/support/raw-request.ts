/** Sends bytes that no polite client would, and reads the answer until the server closes. */
import { connect } from 'node:net';

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** `Connection: close` is added, so that the end of the stream is the end of the answer. */
export function sendRaw(
  url: string,
  line: string,
  headers: readonly (string | Buffer)[],
  body = '',
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => {
      const end = text.indexOf('\r\n\r\n');
      const [head, content] = [text.slice(0, end), text.slice(end + 4)];
      resolve({ status: Number(head.split(' ')[1]), head, body: isChunked(head) ? joinChunks(content) : content });
    });
    socket.on('error', reject);
    const lines = [line, ...headers, 'Connection: close', '', body];
    socket.write(
      Buffer.concat(lines.flatMap((part, index) => [Buffer.from(index === 0 ? '' : '\r\n'), Buffer.from(part)])),
    );
  });
}

function isChunked(head: string): boolean {
  return /^transfer-encoding: chunked$/im.test(head);
}

/** RFC 9112 section 7.1, for chunks of ASCII. */
function joinChunks(content: string): string {
  const [size = '0'] = content.split('\r\n', 1);
  const length = Number.parseInt(size, 16);
  const begin = size.length + 2;
  return length > 0 ? content.slice(begin, begin + length) + joinChunks(content.slice(begin + length + 2)) : '';
}
