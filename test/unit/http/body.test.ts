import * as fc from 'fast-check';
import { MAX_BODY_BYTES, readJsonBody, readTextBody } from '../../../src/http/body.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { aRequest } from '../../support/requests.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function read(body?: string | Uint8Array, headers: Readonly<Record<string, string>> = JSON_TYPE) {
  return readJsonBody(aRequest({ headers, ...(body === undefined ? {} : { body }) }));
}

/** Without a length, unless the headers say one. */
function readUndeclared(body: string, headers: Readonly<Record<string, string>>) {
  return readJsonBody(aRequest({ headers, body, saysLength: false }));
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

  test.each(['null', '[]', '"x"', '7', 'true'])(
    'may be JSON and no object, which is for its route to judge: %s',
    async (body) => {
      expect(await read(body)).toEqual(ok(JSON.parse(body)));
    },
  );
});

describe('any body', () => {
  test('is read or refused, and never makes us fail', async () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array({ maxLength: 64 }),
      fc.jsonValue().map((session) => JSON.stringify({ session })),
    );
    const reasons = ['invalid_json', 'body_too_large', undefined];
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const outcome = await read(sent);
        expect(reasons).toContain(outcome.ok ? undefined : outcome.error.reason);
      }),
    );
  });

  test('that is JSON is given back as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 2 }), async (sent) => {
        const body = JSON.stringify(sent);
        expect(await read(body)).toEqual(ok(JSON.parse(body)));
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
