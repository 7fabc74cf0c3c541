import * as fc from 'fast-check';
import { originOf, readRefusal } from '../../../src/realtime/upstream-answer.ts';
import { NOON_MS } from '../../support/clock.ts';
import { forAll } from '../../support/property.ts';

function read(body: string, headers: Readonly<Record<string, string>> = {}, status = 400) {
  return readRefusal(new Response(null, { status, headers }), body, () => NOON_MS);
}

function retryAfter(headers: Readonly<Record<string, string>>, body = ''): number | undefined {
  return read(body, headers, 429).retryAfterSeconds;
}

describe('the envelope of an answer that is no success', () => {
  const message = 'Something is wrong.';
  test.each([
    ['{error:{code,message}}', { error: { code: 'DeploymentNotFound', message } }, 'DeploymentNotFound'],
    [
      '{error:{message,type,code,param}}',
      { error: { message, type: 't', code: 'invalid_type', param: null } },
      'invalid_type',
    ],
    ['{error} with details', { error: { code: 'X', message, details: [{}], additionalInfo: {}, debugInfo: '' } }, 'X'],
    ['{code,message}', { code: 'PermissionDenied', message }, 'PermissionDenied'],
    ['{statusCode,message}', { statusCode: 401, message }, '401'],
    ['a code as number', { error: { code: 429, message } }, '429'],
    ['no code', { error: { message } }, ''],
    ['a code that is null', { error: { code: null, message } }, ''],
    ['a text as error', { error: 'PermissionDenied', message }, ''],
  ])('may be %s', (_what, body, code) => {
    expect(read(JSON.stringify(body)).symptom).toEqual({ kind: 'answered', status: 400, code, message });
  });

  test.each([
    '',
    '<html>nginx</html>',
    'null',
    '[]',
    '"text"',
    '7',
    '{}',
    '{"error":null}',
    '{"error":[]}',
    '{"message":{}}',
  ])('may be nothing of the kind: %j', (body) => {
    expect(read(body).symptom).toMatchObject({ kind: 'answered', status: 400, code: '', message: '' });
  });

  test('is read whatever it is, and never makes us fail', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((error) => JSON.stringify({ error })),
    );
    forAll(
      fc.property(body, fc.integer({ min: 400, max: 599 }), (text, status) => {
        const { symptom, facts } = read(text, {}, status);
        expect(symptom).toMatchObject({ kind: 'answered', status });
        expect(facts.errorCode ?? 'x').toMatch(/^[\w.-]{1,64}$/);
        expect(facts.param ?? 'x').toMatch(/^[\w.[\]-]{1,120}$/);
      }),
    );
  });
});

describe('the facts of an answer', () => {
  test('are identifiers that are safe to log', () => {
    const error = { code: 'invalid_type', message: 'secret text', param: 'session.tools[0].type' };
    const { facts } = read(JSON.stringify({ error }), { 'apim-request-id': '6b0c-1' });
    expect(facts).toEqual({
      status: 400,
      errorCode: 'invalid_type',
      param: 'session.tools[0].type',
      requestId: '6b0c-1',
    });
  });

  test.each(['two words', 'x'.repeat(121), 'a"b', 'a\nb', ''])('leave out the param %j, which is a text', (param) => {
    expect(read(JSON.stringify({ error: { param: `${param} ` } })).facts.param).toBeUndefined();
  });

  test('leave out a request id that is none', () => {
    const requestIdOf = (id: string) => originOf(new Response(null, { headers: { 'apim-request-id': id } })).requestId;
    expect(requestIdOf('two words')).toBeUndefined();
    expect(requestIdOf('6b0c')).toBe('6b0c');
    expect(originOf(new Response(null))).toEqual({ requestId: undefined, region: undefined });
  });

  test.each([
    ['East US 2', 'eastus2'],
    ['France Central', 'francecentral'],
    ['swedencentral', 'swedencentral'],
    ['East US 2, West US', undefined],
    ['eastus2.example.com', undefined],
    ['sing like a canary', undefined],
    [`E${'x'.repeat(60)}`, undefined],
  ])('name the region %s as commands do, and leave out what is none', (region, name) => {
    expect(originOf(new Response(null, { headers: { 'x-ms-region': region } })).region).toBe(name);
  });
});

describe('an answer of somebody on the way', () => {
  const page = '<html><head><title>403 Forbidden</title></head></html>';

  test.each([
    ['a page of HTML', page],
    ['a sentence', 'RBAC: access denied'],
    ['JSON of another form', '{"detail":"Forbidden by policy"}'],
    ['a list', '[]'],
  ])('is known by a body that is %s, without Azure’s request id', (_what, body) => {
    expect(read(body, {}, 403)).toMatchObject({ symptom: { foreign: true }, facts: { foreign: true } });
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['has Azure’s request id', page, { 'apim-request-id': '6b0c-1' }],
    ['names Azure’s region', page, { 'x-ms-region': 'East US 2' }],
    ['has an envelope of Azure’s', '{"error":{"code":"403","message":"Forbidden"}}', {}],
    ['has the empty envelope of /calls', '{"message":"","type":"","code":"","param":""}', {}],
    ['has nothing at all', ' \n', {}],
    ['has an empty object', '{}', {}],
  ])('is not what %s', (_what, body, headers) => {
    const { symptom, facts } = read(body, headers, 403);
    expect([symptom.foreign, facts.foreign]).toEqual([undefined, undefined]);
  });
});

describe('how long Azure asks to wait', () => {
  const aText = (message: string): string => JSON.stringify({ error: { message } });
  const inTheText = aText('Exceeded. Please retry after 20 seconds.');
  const NEGATIVE_MS = { 'retry-after-ms': '-1', 'retry-after': '4' };

  test.each<[string, Readonly<Record<string, string>>, string, number | undefined]>([
    ['is said in seconds', { 'retry-after': '7' }, '', 7],
    ['is said in milliseconds, rounded up', { 'retry-after-ms': '1200' }, '', 2],
    [
      'is said in milliseconds, which are exact, before seconds',
      { 'retry-after-ms': '900', 'retry-after': '5' },
      '',
      1,
    ],
    ['is said as a date', { 'retry-after': new Date(NOON_MS + 90_000).toUTCString() }, '', 90],
    ['is over when the date is past', { 'retry-after': new Date(NOON_MS - 1_000).toUTCString() }, '', 0],
    ['is only said in the text', {}, inTheText, 20],
    ['is said in a header before the text', { 'retry-after': '3' }, inTheText, 3],
    ['is not said', {}, '', undefined],
    ['is a week at most', { 'retry-after': '999999999' }, '', 604_800],
    ['is not negative', { 'retry-after': '-5' }, '', undefined],
    ['is a fraction, which RFC 9110 does not have, rounded up', { 'retry-after': '1.5' }, '', 2],
    ['is a fraction of milliseconds', { 'retry-after-ms': '1200.25' }, '', 2],
    ['is a week at most, however many digits it has', { 'retry-after-ms': '9'.repeat(400) }, '', 604_800],
    ['is not a negative number of milliseconds, but what stands beside it', NEGATIVE_MS, '', 4],
    ['is only said in the text of a gateway', {}, aText('Rate limit is exceeded. Try again in 30 seconds.'), 30],
    ['is only said in the text, of a wait', {}, aText('Please wait 42 seconds before retrying.'), 42],
    ['is only said in the text, as a fraction', {}, aText('Please try again in 6.2s.'), 7],
    ['is not said by a text that speaks of days', {}, aText('Please retry after 5 days.'), undefined],
    ['is not said by a text that speaks of milliseconds', {}, aText('Please try again in 20ms.'), undefined],
    ['is not what merely ends in a number', { 'retry-after': 'soon 1' }, '', undefined],
    ['is in the text when the header makes no sense', { 'retry-after': 'later 9' }, inTheText, 20],
    ['is not a wrong number of milliseconds', { 'retry-after-ms': 'x' }, '', undefined],
  ])('%s', (_what, headers, body, seconds) => {
    expect(retryAfter(headers, body)).toBe(seconds);
  });

  test('is a whole number between zero and a week, or nothing, whatever the headers say', () => {
    const value = fc.oneof(fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/), fc.nat().map(String));
    forAll(
      fc.property(value, value, fc.string(), (ms, seconds, text) => {
        const wait =
          retryAfter({ 'retry-after-ms': ms, 'retry-after': seconds }, JSON.stringify({ message: text })) ?? 0;
        expect(Number.isInteger(wait) && wait >= 0 && wait <= 604_800).toBe(true);
      }),
    );
  });

  test('is nothing when the header is neither a number nor a date of HTTP', () => {
    const nonsense = fc.stringMatching(/^[a-z-]{1,8} ?\d{1,4}(\.\d)?$/);
    forAll(fc.property(nonsense, (text) => expect(retryAfter({ 'retry-after': text })).toBeUndefined()));
  });
});
