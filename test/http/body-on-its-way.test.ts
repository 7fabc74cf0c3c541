/** How a body comes: with its length, and as it is. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { sendRaw } from '../support/raw-request.ts';
import { anOffer } from '../support/sdp.ts';
import { JSON_TYPE, useBodies } from './bodies.ts';
import { type System, startSystem } from './system.ts';

const MINT_PATH = '/api/realtime/client_secrets';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const { send, refused } = useBodies(() => system);

/** A body whose length nobody declares. */
function inChunks(text: string): ReadableStream<Uint8Array> {
  const half = Math.floor(text.length / 2);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(text.slice(0, half)));
      controller.enqueue(encoder.encode(text.slice(half)));
      controller.close();
    },
  });
}

describe('a body that the host drops, because nobody said its length', () => {
  test.each([
    ['a profile that does not exist', '{"profile":"nosuch"}', JSON_TYPE],
    ['a legal body', '{}', JSON_TYPE],
    ['a megabyte', 'x'.repeat(1_048_576), JSON_TYPE],
    ['a body without a type', '{}', {}],
    ['an offer', anOffer(), { 'Content-Type': 'application/sdp' }],
  ])('is 411 and never a mint of the default profile: %s', async (_which, text, headers) => {
    const { status, json } = await refused(inChunks(text), headers);
    expect([status, json['code']]).toEqual([411, 'length_required']);
    expect(json['detail']).toMatch(/Content-Length/);
    expect(json['detail']).toMatch(/PostAsJsonAsync.*StringContent.*LoadIntoBufferAsync/);
  });

  test('is 411 for the relay too, and says nothing of the offer', async () => {
    const before = system.azure.requests.count('openai');
    const answer = await system.request('/api/realtime/calls', {
      method: 'POST',
      headers: { ...(await system.bearer()), 'Content-Type': 'application/sdp' },
      body: inChunks(anOffer()),
      duplex: 'half',
    } as RequestInit);
    expect(answer).toMatchObject({ status: 411, json: { code: 'length_required' } });
    expect(system.azure.requests.count('openai')).toBe(before);
  });

  test('is 411 where a client names the type of a body and sends none, and {} where it says that there is none', async () => {
    const { Authorization } = await system.bearer();
    const typed = [`Authorization: ${Authorization}`, 'Host: localhost', 'Content-Type: application/json'];
    const line = `POST ${MINT_PATH} HTTP/1.1`;
    expect((await sendRaw(system.host.url, line, typed)).status).toBe(411);
    expect((await sendRaw(system.host.url, line, [...typed, 'Content-Length: 0'])).status).toBe(200);
    expect((await sendRaw(system.host.url, line, typed.slice(0, 2))).status).toBe(200);
  });

  test('is an invalid offer where the relay is told that there is none', async () => {
    expect(await system.call('')).toMatchObject({ status: 400, json: { code: 'invalid_offer' } });
  });

  test('tells a caller without a token nothing about it', async () => {
    expect(await send(inChunks('{}'), { ...JSON_TYPE, Authorization: '' })).toMatchObject({ status: 401 });
  });
});

describe('a body that is coded', () => {
  test.each([
    ['gzip', gzipSync('{"profile":"nosuch"}')],
    ['GZIP', gzipSync('{}')],
    ['deflate', deflateSync('{}')],
    ['br', brotliCompressSync('{}')],
    ['identity, gzip', gzipSync('{}')],
  ])('is 415 for %s, and the answer says what is taken', async (coding, bytes) => {
    const answer = await refused(new Uint8Array(bytes), { ...JSON_TYPE, 'Content-Encoding': coding });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
    expect(answer.headers.get('accept-encoding')).toBe('identity');
    expect(answer.json['detail']).toContain('Content-Encoding');
  });

  test('is 415 for the relay too', async () => {
    const answer = await system.request('/api/realtime/calls', {
      method: 'POST',
      headers: { ...(await system.bearer()), 'Content-Type': 'application/sdp', 'Content-Encoding': 'gzip' },
      body: new Uint8Array(gzipSync(anOffer())),
    });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });

  test('is read where it is coded as identity, which is not at all', async () => {
    expect(await send('{}', { ...JSON_TYPE, 'Content-Encoding': 'identity' })).toMatchObject({ status: 200 });
  });

  test('is not what a 415 for a media type speaks of', async () => {
    const answer = await refused('{}', { 'Content-Type': 'text/plain' });
    expect(answer.headers.has('accept-encoding')).toBe(false);
  });
});
