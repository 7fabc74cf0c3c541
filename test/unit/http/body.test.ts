import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { MAX_BODY_BYTES, readJsonBody, readTextBody } from '../../../src/http/body.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { mintRequestSchema } from '../../../src/routes/mint-contract.ts';
import { aRequest } from '../../support/requests.ts';
import { errorOf } from '../../support/result.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function read(body?: string | Uint8Array, headers: Readonly<Record<string, string>> = JSON_TYPE) {
  return readJsonBody(aRequest({ headers, ...(body === undefined ? {} : { body }) }), mintRequestSchema);
}

/** Without a length, unless the headers say one. */
function readUndeclared(body: string, headers: Readonly<Record<string, string>>) {
  return readJsonBody(aRequest({ headers, body, saysLength: false }), mintRequestSchema);
}

/** A legal body of exactly that many bytes. */
function aBodyOf(bytes: number): string {
  return `{${' '.repeat(bytes - 2)}}`;
}

describe('the body of a request', () => {
  test('may be absent, have zero bytes, or be {}: the three are the same', async () => {
    expect(await read(undefined, {})).toEqual(ok({}));
    expect(await read('')).toEqual(ok({}));
    expect(await readUndeclared('', {})).toEqual(ok({}));
    expect(await read('{}')).toEqual(ok({}));
  });

  test.each([
    ['comes in chunks', { ...JSON_TYPE, 'transfer-encoding': 'chunked' }],
    ['comes in chunks and has no type', { 'transfer-encoding': 'gzip, chunked' }],
    [
      'comes in chunks and has a length beside',
      { ...JSON_TYPE, 'transfer-encoding': 'Chunked', 'content-length': '0' },
    ],
    ['has a type and no length', JSON_TYPE],
    ['has another type and no length', { 'content-type': 'text/plain' }],
  ])('that was dropped on the way does not pass for {}: it %s', async (_which, headers) => {
    expect(await readUndeclared('', headers)).toEqual(err({ reason: 'length_required' }));
    expect((await readUndeclared('{}', { ...JSON_TYPE, ...headers, 'content-type': 'application/json' })).ok).toBe(
      true,
    );
  });

  test('is not missed where a Content-Type says nothing', async () => {
    expect(await readUndeclared('', { 'content-type': '' })).toEqual(ok({}));
  });

  test.each([
    'gzip',
    'GZIP',
    'br',
    'deflate',
    'x-gzip',
    'zstd',
    'identity, gzip',
    'gzip,identity',
    'aes128gcm',
    'utf-8',
  ])('is refused as what it is when it comes with Content-Encoding %s', async (coding) => {
    const refused = err({ reason: 'unsupported_content_coding' });
    expect(await read('{}', { ...JSON_TYPE, 'content-encoding': coding })).toEqual(refused);
  });

  test.each(['identity', 'Identity', '', 'identity, identity', ' , '])(
    'is read when it comes with Content-Encoding %j',
    async (coding) => {
      expect(await read('{}', { ...JSON_TYPE, 'content-encoding': coding })).toEqual(ok({}));
    },
  );

  test('is truly read', async () => {
    const body = { expires_after: { anchor: 'created_at', seconds: 30 }, session: { type: 'realtime' } };
    expect(await read(JSON.stringify(body))).toEqual(ok(body));
  });

  test('may have 4,096 bytes and not one more', async () => {
    expect(MAX_BODY_BYTES).toBe(4_096);
    expect(await read(aBodyOf(4_096))).toEqual(ok({}));
    expect(await read(aBodyOf(4_097))).toEqual(err({ reason: 'body_too_large', maxBytes: 4_096 }));
  });

  test('is refused by its Content-Length already', async () => {
    expect(await read('{}', { ...JSON_TYPE, 'content-length': '4096' })).toEqual(ok({}));
    expect(await read('{}', { ...JSON_TYPE, 'content-length': '4097' })).toEqual(
      err({ reason: 'body_too_large', maxBytes: 4_096 }),
    );
  });

  test('is measured, whatever its Content-Length promises', async () => {
    expect(await read(aBodyOf(5_000), { ...JSON_TYPE, 'content-length': '2' })).toEqual(
      err({ reason: 'body_too_large', maxBytes: 4_096 }),
    );
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;x=y',
    'application/json ; a=b',
  ])('may be declared as %s', async (type) => {
    expect(await read('{}', { 'content-type': type })).toEqual(ok({}));
  });

  test.each([
    'text/plain',
    'application/jsonp',
    'application/json-seq',
    'application/problem+json',
    'multipart/form-data; x=application/json',
    'application/sdp',
  ])('may not be declared as %s', async (type) => {
    expect(await read('{}', { 'content-type': type })).toEqual(
      err({ reason: 'unsupported_media_type', expected: 'application/json' }),
    );
  });

  test('needs no type when it is empty, and may then have any', async () => {
    expect(await read('', { 'content-type': 'text/plain' })).toEqual(ok({}));
  });

  test.each(['{', 'realtime', "{'a':1}", '{} {}', ' ', 'undefined'])(
    'is refused when it is no JSON: %j',
    async (body) => {
      expect(await read(body)).toEqual(err({ reason: 'invalid_json' }));
    },
  );

  test('is refused when it is no UTF-8, also inside of a text', async () => {
    const bytes = Buffer.concat([Buffer.from('{"session":{"type":"'), Buffer.from([0xff]), Buffer.from('"}}')]);
    expect(await read(bytes)).toEqual(err({ reason: 'invalid_json' }));
  });

  test.each(['null', '[]', '"x"', '7', 'true'])('is refused when it is JSON and no object: %s', async (body) => {
    expect(errorOf(await read(body))).toMatchObject({ reason: 'invalid_request', findings: [{ pointer: '' }] });
  });
});

describe('a member of the body', () => {
  test.each([
    ['instructions', '/instructions'],
    ['model', '/model'],
    ['a/b', '/a~1b'],
    ['a~b', '/a~0b'],
    ['constructor', '/constructor'],
    ['__proto__', '/__proto__'],
  ])('that does not exist is not the caller’s to set: %s', async (name, pointer) => {
    expect(errorOf(await read(`{"${name}":{}}`))).toMatchObject({ reason: 'not_permitted', findings: [{ pointer }] });
  });

  test.each([
    ['seconds below 10', { expires_after: { seconds: 9 } }, '/expires_after/seconds'],
    ['seconds above 7,200', { expires_after: { seconds: 7_201 } }, '/expires_after/seconds'],
    ['half a second', { expires_after: { seconds: 30.5 } }, '/expires_after/seconds'],
    ['seconds as text', { expires_after: { seconds: '30' } }, '/expires_after/seconds'],
    ['seconds as null', { expires_after: { seconds: null } }, '/expires_after/seconds'],
    ['another anchor', { expires_after: { anchor: 'now' } }, '/expires_after/anchor'],
    ['a lifetime as number', { expires_after: 30 }, '/expires_after'],
    ['a session without a type', { session: {} }, '/session/type'],
    ['another type of session', { session: { type: 'transcription' } }, '/session/type'],
  ])('with a wrong value is pointed at: %s', async (_what, body, pointer) => {
    expect(errorOf(await read(JSON.stringify(body)))).toMatchObject({
      reason: 'invalid_request',
      findings: [{ pointer }],
    });
  });

  test.each([10, 7_200])('expires_after.seconds may be %d', async (seconds) => {
    expect((await read(JSON.stringify({ expires_after: { seconds } }))).ok).toBe(true);
  });

  test('that does not exist counts before one with a wrong value', async () => {
    const both = { expires_after: { seconds: 9 }, tools: [] };
    expect(errorOf(await read(JSON.stringify(both)))).toMatchObject({
      reason: 'not_permitted',
      findings: [{ pointer: '/tools' }],
    });
  });
});

describe('any body', () => {
  test('is read or refused, and never makes us fail', async () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array({ maxLength: 64 }),
      fc.jsonValue().map((session) => JSON.stringify({ session })),
    );
    const reasons = ['invalid_json', 'invalid_request', 'not_permitted', 'body_too_large', undefined];
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const outcome = await read(sent);
        expect(reasons).toContain(outcome.ok ? undefined : outcome.error.reason);
      }),
    );
  });

  test('of the schema is given back as it was sent', async () => {
    const schema = z.strictObject({ a: z.optional(z.int()), b: z.optional(z.string()) });
    const value = fc.record({ a: fc.integer(), b: fc.string({ maxLength: 100 }) }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(value, async (sent) => {
        const request = aRequest({ headers: JSON_TYPE, body: JSON.stringify(sent) });
        expect(await readJsonBody(request, schema)).toEqual(ok({ ...sent }));
      }),
    );
  });
});

describe('a body of text', () => {
  const readSdp = (body: string | undefined, type?: string) =>
    readTextBody(
      aRequest({
        headers: type === undefined ? {} : { 'content-type': type },
        ...(body === undefined ? {} : { body }),
      }),
      { mediaType: 'application/sdp', maxBytes: 10 },
    );

  test.each(['application/sdp', 'Application/SDP; charset=utf-8'])(
    'is taken as it is when declared as %s',
    async (type) => {
      expect(await readSdp('v=0\r\n', type)).toEqual(ok('v=0\r\n'));
    },
  );

  test.each([undefined, '', 'application/json', 'text/plain', 'multipart/form-data; boundary=application/sdp'])(
    'is refused when declared as %s',
    async (type) => {
      expect(await readSdp('v=0', type)).toEqual(
        err({ reason: 'unsupported_media_type', expected: 'application/sdp' }),
      );
    },
  );

  test('may have as many bytes as its route says and not one more', async () => {
    expect(await readSdp('x'.repeat(10), 'application/sdp')).toEqual(ok('x'.repeat(10)));
    expect(await readSdp('ü'.repeat(5), 'application/sdp')).toEqual(ok('ü'.repeat(5)));
    expect(await readSdp('x'.repeat(11), 'application/sdp')).toEqual(err({ reason: 'body_too_large', maxBytes: 10 }));
    expect(await readSdp('ü'.repeat(6), 'application/sdp')).toEqual(err({ reason: 'body_too_large', maxBytes: 10 }));
  });
});
