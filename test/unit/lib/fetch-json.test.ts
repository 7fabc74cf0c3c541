import { fetchJson } from '../../../src/lib/fetch-json.ts';
import type { HttpAnswer, HttpRequest, Send } from '../../../src/lib/http.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { aClock } from '../../support/clock.ts';

const URL_OF_DOCUMENT = 'https://issuer.example.com/document';

function aSend(answer: Partial<HttpAnswer>) {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    return ok({ status: 200, headers: new Map(), body: '{}', ...answer });
  };
  return { requests, ports: { send, now: aClock().now } };
}

describe('fetchJson', () => {
  test('gives the document', async () => {
    const { ports } = aSend({ body: '{"issuer":"x"}' });
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toEqual(ok({ issuer: 'x' }));
  });

  test('asks for JSON of at most 256 KiB, with a deadline', async () => {
    const { requests, ports } = aSend({});
    await fetchJson(ports, URL_OF_DOCUMENT, 1_000);
    expect(requests).toEqual([
      {
        url: URL_OF_DOCUMENT,
        method: 'GET',
        headers: { Accept: 'application/json' },
        signal: expect.any(AbortSignal) as AbortSignal,
        maxBytes: 256 * 1024,
      },
    ]);
  });

  test.each([
    'http://issuer.example.com/document',
    'http://127.0.0.1/document',
    'ftp://issuer.example.com/',
    'data:,{}',
    'no address',
    '',
  ])('asks nobody at %j', async (url) => {
    const { requests, ports } = aSend({});
    expect(await fetchJson(ports, url, 1_000)).toMatchObject(err({ cause: 'The address is not https.' }));
    expect(requests).toHaveLength(0);
  });

  test.each([301, 302, 307, 308, 404, 500])('refuses an answer with the status %d', async (status) => {
    const { requests, ports } = aSend({ status, headers: new Map([['location', 'https://evil.example']]) });
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(
      err({ cause: `The answer’s status is ${status}.` }),
    );
    expect(requests).toHaveLength(1);
  });

  test('tells how long a refusal asks to be left alone, whatever page comes with it', async () => {
    const { ports } = aSend({ status: 503, headers: new Map([['retry-after', '20']]), body: undefined });
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(err({ askedToWaitMs: 20_000 }));
  });

  test('refuses what is no JSON', async () => {
    const { ports } = aSend({ body: '<html>' });
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(err({ cause: 'The answer is not JSON.' }));
  });

  test('refuses a document that was too large to be read', async () => {
    const { ports } = aSend({ body: undefined });
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(
      err({ cause: 'The answer is larger than 262144 bytes.' }),
    );
  });

  test.each([
    ['ECONNREFUSED', 'There is no answer: ECONNREFUSED.'],
    [undefined, 'There is no answer: unknown.'],
  ])('tells the code %s where there is no answer at all', async (code, cause) => {
    const ports = { send: async () => err({ code, neverConnected: true }), now: aClock().now };
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(err({ cause }));
  });
});
