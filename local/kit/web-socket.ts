/** The server's end of a WebSocket, as little of RFC 6455 as the emulated services need: texts and a close, both ways. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export interface WebSocketEnd {
  /** Nothing happens once either side has closed. */
  send(text: string): void;
  /** 1005 closes without a code, as RFC 6455, 7.1.5 has it. */
  close(code: number, reason: string): void;
  /** The socket goes without a close. */
  cut(): void;
}

export interface WebSocketObserver {
  /** Called once, when the socket has gone. */
  left(): void;
  /** Each text that comes in; without it only control frames are looked at. */
  received?(text: string): void;
}

/** RFC 6455, 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const NO_CODE = 1_005;
const TOO_BIG = 1_009;
const OPCODE = { continuation: 0x0, text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;
const FINAL = 0x80;
/** Of a close frame; and how long the other side may take to answer it. */
const MAX_CONTROL_BYTES = 125;
const CLOSE_MS = 1_000;
const MAX_MESSAGE_BYTES = 1_048_576;

/** Answers 101 and hands the socket over. */
export function switchProtocols(
  request: IncomingMessage,
  response: ServerResponse,
  opened: (socket: Duplex) => void,
): void {
  const { socket } = request;
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
  response.detachSocket(socket);
  // Whoever probes is gone at the status line.
  socket.on('error', () => socket.destroy());
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
  opened(socket);
}

export function createWebSocketEnd(socket: Duplex, observer: WebSocketObserver): WebSocketEnd {
  let isClosing = false;
  let unread = Buffer.alloc(0);
  /** Of a message whose last frame has not come. */
  let message = Buffer.alloc(0);

  function write(opcode: number, payload: Buffer): void {
    if (!socket.destroyed && socket.writable) socket.write(Buffer.concat([headOf(opcode, payload.length), payload]));
  }

  function closeWith(payload: Buffer): void {
    if (isClosing) return;
    isClosing = true;
    write(OPCODE.close, payload);
    socket.end();
    setTimeout(() => socket.destroy(), CLOSE_MS).unref();
  }

  function close(code: number, reason: string): void {
    const payload = Buffer.alloc(code === NO_CODE ? 0 : 2 + Buffer.byteLength(reason));
    if (payload.length > 0) {
      payload.writeUInt16BE(code);
      payload.write(reason, 2);
    }
    closeWith(payload.subarray(0, MAX_CONTROL_BYTES));
  }

  function take({ opcode, payload, isFinal }: Frame): void {
    switch (opcode) {
      case OPCODE.ping:
        write(OPCODE.pong, payload);
        break;
      case OPCODE.close:
        // The code that came goes back (RFC 6455, 5.5.1).
        closeWith(payload);
        break;
      case OPCODE.text:
      case OPCODE.continuation:
        message = Buffer.concat([message, payload]);
        if (message.length > MAX_MESSAGE_BYTES) close(TOO_BIG, '');
        else if (isFinal) finish();
        break;
    }
  }

  function finish(): void {
    const text = message.toString();
    message = Buffer.alloc(0);
    if (!isClosing) observer.received?.(text);
  }

  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    if (unread.length > 2 * MAX_MESSAGE_BYTES) {
      close(TOO_BIG, '');
      unread = Buffer.alloc(0);
    }
    for (let frame = readFrame(unread); frame; frame = readFrame(unread)) {
      unread = unread.subarray(frame.length);
      take(frame);
    }
  });
  socket.once('close', () => observer.left());
  return {
    send(text) {
      if (!isClosing) write(OPCODE.text, Buffer.from(text));
    },
    close,
    cut: () => socket.destroy(),
  };
}

/** RFC 6455, 5.2; a server does not mask. */
function headOf(opcode: number, length: number): Buffer {
  const first = FINAL | opcode;
  if (length <= MAX_CONTROL_BYTES) return Buffer.from([first, length]);
  const head = Buffer.alloc(length <= 0xffff ? 4 : 10);
  head[0] = first;
  head[1] = head.length === 4 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** The last one of its message. */
  readonly isFinal: boolean;
  /** With its head. */
  readonly length: number;
}

/** `undefined`: it is not all there yet. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const maskAt = short < 126 ? 2 : short === 126 ? 4 : 10;
  const start = maskAt + (bytes.readUInt8(1) & 0x80 ? 4 : 0);
  if (bytes.length < start) return undefined;
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(maskAt, start);
  const payload = Buffer.from(bytes.subarray(start, start + size));
  for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  const first = bytes.readUInt8(0);
  return { opcode: first & 0x0f, isFinal: (first & FINAL) !== 0, payload, length: start + size };
}
