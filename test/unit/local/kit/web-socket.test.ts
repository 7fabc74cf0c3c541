/** The server's end of a WebSocket, frame by frame (RFC 6455, 5.2). */
import { duplexPair } from 'node:stream';
import { createWebSocketEnd } from '../../../../local/kit/web-socket.ts';

const TEXT = 0x1;
const PING = 0x9;
const FINAL = 0x80;
const MASK = Buffer.from([1, 2, 3, 4]);

/** As a client sends it, which masks. */
function frame(first: number, text: string): Buffer {
  const payload = Buffer.from(text).map((byte, index) => byte ^ (MASK[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, 0x80 | payload.length]), MASK, payload]);
}

function anEnd() {
  const [client, server] = duplexPair();
  const received: string[] = [];
  const left = jest.fn();
  const end = createWebSocketEnd(server, { left, received: (text) => received.push(text) });
  const sent: Buffer[] = [];
  client.on('data', (chunk: Buffer) => sent.push(chunk));
  const written = (...frames: readonly Buffer[]) =>
    new Promise<void>((resolve) => client.write(Buffer.concat(frames), () => setImmediate(resolve)));
  return { client, end, left, received, sent: () => Buffer.concat(sent), written };
}

test('hears each text, two in one chunk and one in two', async () => {
  const { received, written } = anEnd();
  await written(frame(FINAL | TEXT, 'one'), frame(FINAL | TEXT, 'two'));
  const three = frame(FINAL | TEXT, 'three');
  await written(three.subarray(0, 5));
  expect(received).toEqual(['one', 'two']);
  await written(three.subarray(5));
  expect(received).toEqual(['one', 'two', 'three']);
});

test('joins the frames of one text, with a ping between them, which is answered', async () => {
  const { received, sent, written } = anEnd();
  await written(frame(TEXT, 'to'), frame(FINAL | PING, 'there?'));
  expect([received, sent()]).toEqual([[], Buffer.concat([Buffer.from([0x8a, 6]), Buffer.from('there?')])]);
  await written(frame(0, 'geth'), frame(FINAL, 'er'));
  expect(received).toEqual(['together']);
});

test('hears nothing after it has closed', async () => {
  const { end, received, sent, written } = anEnd();
  end.close(1_000, 'over');
  await written(frame(FINAL | TEXT, 'late'));
  expect(received).toEqual([]);
  expect(sent()).toEqual(Buffer.concat([Buffer.from([0x88, 6, 0x03, 0xe8]), Buffer.from('over')]));
});

test('closes with 1009 for a text that is too big', async () => {
  const { received, sent, written } = anEnd();
  const part = Buffer.alloc(60_000, 'x');
  const big = Buffer.concat([Buffer.from([TEXT, 0x80 | 126, part.length >> 8, part.length & 0xff]), MASK, part]);
  for (let count = 0; count < 18; count += 1) await written(big);
  expect([received, sent().subarray(0, 4)]).toEqual([[], Buffer.from([0x88, 2, 0x03, 0xf1])]);
});

test('that is cut goes without a close', async () => {
  const { end, left, sent } = anEnd();
  end.cut();
  await new Promise((resolve) => setImmediate(resolve));
  expect([left.mock.calls.length, sent().length]).toEqual([1, 0]);
});
