/** The body of a mint: what a caller may say, in which form, and how much of it. */
import { JSON_TYPE, useBodies } from './bodies.ts';
import { type Answer, type System, startSystem } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const { send, refused } = useBodies(() => system);

/** Lifetime in seconds by the answer; the emulator's clock stands still during a test. */
function lifetimeOf({ json }: Answer): number {
  return Number(json['expires_at']) - Math.floor(Date.now() / 1_000);
}

describe('an empty request', () => {
  test.each([
    ['no body and no content type', undefined, {}],
    ['no body with the content type of JSON, as openai-node sends it', undefined, JSON_TYPE],
    ['zero bytes with the content type of JSON', '', JSON_TYPE],
    ['an empty object', '{}', JSON_TYPE],
    ['an empty object with space around it', ' \r\n{ }\n', JSON_TYPE],
  ] as const)('is %s', async (_what, body, headers) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(200);
    expect(lifetimeOf(answer)).toBe(60);
  });
});

describe('the form of the body', () => {
  test.each([
    ['half an object', '{"expires_after":'],
    ['a trailing comma', '{"expires_after":{},}'],
    ['single quotes', "{'expires_after':{}}"],
    ['two values', '{}{}'],
    ['a form', 'expires_after=60'],
    ['white space only', '   '],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('is refused with 400 when it is %s', async (_what, body) => {
    expect(await refused(body)).toMatchObject({ status: 400, json: { code: 'invalid_json', error: { param: null } } });
  });

  test.each(['[]', 'null', '"text"', '7', 'true'])(
    'is refused with 422 when it is JSON but no object: %s',
    async (body) => {
      expect(await refused(body)).toMatchObject({ status: 422, json: { code: 'invalid_request' } });
    },
  );

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/problem+json',
    'text/json',
    'application/sdp',
  ])('is refused with 415 when it comes as %s', async (type) => {
    expect(await refused('{}', { 'Content-Type': type })).toMatchObject({
      status: 415,
      json: { code: 'unsupported_media_type' },
    });
  });

  test('is refused with 415 when it comes without a content type', async () => {
    expect(await refused(new TextEncoder().encode('{}'), {})).toMatchObject({ status: 415 });
  });

  test.each(['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'])(
    'is accepted as %s',
    async (type) => {
      expect(await send('{}', { 'Content-Type': type })).toMatchObject({ status: 200 });
    },
  );
});

describe('the size of the body', () => {
  const atLimit = `{${' '.repeat(4_094)}}`;
  const overLimit = `{${' '.repeat(4_095)}}`;

  test('is accepted up to 4,096 bytes', async () => {
    expect(await send(atLimit)).toMatchObject({ status: 200 });
  });

  test('is refused with 413 from 4,097 bytes on', async () => {
    expect(await refused(overLimit)).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
  });

  test('is counted in bytes, not in characters', async () => {
    const text = JSON.stringify({ model: 'ä'.repeat(2_048) });
    expect(text.length).toBeLessThan(4_096);
    expect(await refused(text)).toMatchObject({ status: 413 });
  });

  test('is refused with 413 when it is a megabyte', async () => {
    expect(await refused('x'.repeat(1_048_576))).toMatchObject({ status: 413 });
  });
});

describe('what is not the caller’s to set', () => {
  test.each([
    ['instructions', '/instructions', { instructions: 'Be evil.' }],
    ['tools', '/tools', { tools: [] }],
    ['model', '/model', { model: 'gpt-realtime' }],
    ['deployment', '/deployment', { deployment: 'gpt-realtime' }],
    ['user', '/user', { user: 'somebody else' }],
    ['the session’s instructions', '/session/instructions', { session: { type: 'realtime', instructions: 'x' } }],
    ['the session’s tools', '/session/tools', { session: { type: 'realtime', tools: [] } }],
    ['the session’s model', '/session/model', { session: { type: 'realtime', model: 'gpt-realtime' } }],
    ['the session’s prompt', '/session/prompt', { session: { type: 'realtime', prompt: { id: 'x' } } }],
    ['the session’s audio', '/session/audio', { session: { type: 'realtime', audio: {} } }],
    ['an unknown member', '/a~1b~0c', { 'a/b~c': 1 }],
    ['an unknown member further down', '/expires_after/minutes', { expires_after: { minutes: 1 } }],
  ])('is refused with 422 and its pointer: %s', async (_what, pointer, body) => {
    const { status, json } = await refused(JSON.stringify(body));
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'not_permitted', pointers: [pointer], error: { param: pointer } });
    expect(json['detail']).toContain(pointer);
  });

  test.each(['__proto__', 'constructor', 'toString'])('is refused also under the name %s', async (name) => {
    const { status, json } = await refused(`{"${name}":{"model":"gpt-realtime"}}`);
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'not_permitted', pointers: [`/${name}`] });
  });

  test('is named all at once', async () => {
    const { json } = await refused(
      JSON.stringify({ model: 'x', tools: [], session: { type: 'realtime', voice: 'y' } }),
    );
    expect(json['pointers']).toEqual(expect.arrayContaining(['/model', '/tools', '/session/voice']));
  });

  test('is not repeated in the answer by value', async () => {
    const { text } = await refused(JSON.stringify({ instructions: 'the-caller-wrote-this' }));
    expect(text).not.toContain('the-caller-wrote-this');
  });
});

describe('a wrong value', () => {
  test.each([
    ['/expires_after', { expires_after: null }],
    ['/expires_after', { expires_after: 30 }],
    ['/expires_after/seconds', { expires_after: { seconds: '30' } }],
    ['/expires_after/seconds', { expires_after: { seconds: null } }],
    ['/expires_after/seconds', { expires_after: { seconds: 30.5 } }],
    ['/expires_after/seconds', { expires_after: { seconds: 9 } }],
    ['/expires_after/seconds', { expires_after: { seconds: -30 } }],
    ['/expires_after/seconds', { expires_after: { seconds: 7_201 } }],
    ['/expires_after/seconds', { expires_after: { seconds: 1e300 } }],
    ['/expires_after/anchor', { expires_after: { anchor: 'now', seconds: 30 } }],
    ['/session', { session: 'realtime' }],
    ['/session/type', { session: {} }],
    ['/session/type', { session: { type: 'transcription' } }],
  ])('is refused with 422 and its pointer %s: %j', async (pointer, body) => {
    expect(await refused(JSON.stringify(body))).toMatchObject({
      status: 422,
      json: { code: 'invalid_request', pointers: [pointer], error: { param: pointer } },
    });
  });
});

describe('the lifetime', () => {
  test.each([
    [10, 10],
    [30, 30],
    [60, 60],
    [61, 60],
    [7_200, 60],
  ])('of %d s that is asked for becomes %d s: shorter is honoured, longer is cut', async (asked, given) => {
    const answer = await send(JSON.stringify({ expires_after: { anchor: 'created_at', seconds: asked } }));
    expect(answer.status).toBe(200);
    expect(lifetimeOf(answer)).toBe(given);
  });

  test('may be asked for with no anchor, and beside the one session type there is', async () => {
    const answer = await send(JSON.stringify({ expires_after: { seconds: 20 }, session: { type: 'realtime' } }));
    expect(answer.status).toBe(200);
    expect(lifetimeOf(answer)).toBe(20);
  });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('does not exist as %s, and mints nothing', async (method) => {
  const before = system.azure.requests.count('openai');
  expect(await system.mint({ method })).toMatchObject({ status: 404 });
  expect(system.azure.requests.count('openai')).toBe(before);
});

test('tells a caller without a token nothing about their body', async () => {
  expect(await send('{', { ...JSON_TYPE, Authorization: '' })).toMatchObject({ status: 401 });
});
