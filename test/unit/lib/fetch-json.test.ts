import { fetchJson } from '../../../src/lib/fetch-json.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { aClock } from '../../support/clock.ts';

const URL_OF_DOCUMENT = 'https://issuer.example.com/document';

function aFetch(respond: () => Response) {
  const calls: (readonly [url: string, init: RequestInit | undefined])[] = [];
  const fetchFrom: typeof fetch = async (input, init) => {
    calls.push([String(input), init]);
    return respond();
  };
  return { calls, ports: { fetch: fetchFrom, now: aClock().now } };
}

describe('fetchJson', () => {
  test('gives the document', async () => {
    const { ports } = aFetch(() => Response.json({ issuer: 'x' }));
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toEqual(ok({ issuer: 'x' }));
  });

  test('asks for JSON, with a deadline, and follows no redirect', async () => {
    const { calls, ports } = aFetch(() => Response.json({}));
    await fetchJson(ports, URL_OF_DOCUMENT, 1_000);
    expect(calls).toEqual([
      [
        URL_OF_DOCUMENT,
        { headers: { Accept: 'application/json' }, redirect: 'manual', signal: expect.any(AbortSignal) as AbortSignal },
      ],
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
    const { calls, ports } = aFetch(() => Response.json({}));
    expect(await fetchJson(ports, url, 1_000)).toMatchObject(err({ cause: 'The address is not https.' }));
    expect(calls).toHaveLength(0);
  });

  test.each([301, 302, 307, 308, 404, 500])('refuses an answer with the status %d', async (status) => {
    const { calls, ports } = aFetch(
      () => new Response('{}', { status, headers: { Location: 'https://evil.example' } }),
    );
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(
      err({ cause: `The answer’s status is ${status}.` }),
    );
    expect(calls).toHaveLength(1);
  });

  test('refuses what is no JSON', async () => {
    const { ports } = aFetch(() => new Response('<html>'));
    expect(await fetchJson(ports, URL_OF_DOCUMENT, 1_000)).toMatchObject(err({ cause: 'The answer is not JSON.' }));
  });

  test('takes a document of 256 KiB and refuses one byte more', async () => {
    const largest = JSON.stringify('x'.repeat(256 * 1024 - 2));
    const { ports: takes } = aFetch(() => new Response(largest));
    expect((await fetchJson(takes, URL_OF_DOCUMENT, 1_000)).ok).toBe(true);
    const { ports: refuses } = aFetch(() => new Response(`${largest} `));
    expect(await fetchJson(refuses, URL_OF_DOCUMENT, 1_000)).toMatchObject(
      err({ cause: 'The answer is larger than 262144 bytes.' }),
    );
  });

  test('rejects when there is no answer at all', async () => {
    const ports = { fetch: () => Promise.reject(new TypeError('fetch failed')), now: aClock().now };
    await expect(fetchJson(ports, URL_OF_DOCUMENT, 1_000)).rejects.toThrow(TypeError);
  });
});
