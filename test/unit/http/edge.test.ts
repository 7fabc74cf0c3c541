import type { HttpResponseInit } from '@azure/functions';
import hostJson from '../../../host.json';
import {
  createEdge,
  type EdgeParts,
  type Handler,
  type Internal,
  type RequestRecorder,
  SECURITY_HEADERS,
} from '../../../src/http/edge.ts';
import { err, ok } from '../../../src/lib/result.ts';
import { aContext, aRequest } from '../../support/requests.ts';
import { aTraceParent, TRACE } from '../../support/telemetry-records.ts';

const ORIGIN = 'https://app.example.com';

type Refused = Internal | { readonly reason: 'refused' } | { readonly reason: 'not_known' };
type Route = Handler<Refused, RequestRecorder>;
type Recording = EdgeParts<Refused, RequestRecorder>['telemetry'];

const nothing: Recording = { begin: () => ({ event: () => undefined, end: () => undefined }) };

const STATUSES: Readonly<Record<Refused['reason'], number>> = { refused: 401, not_known: 503, internal: 500 };

/** An edge of pages of ORIGIN, which it does not know before it is asked. */
function anEdge({ originsAreHidden = false, telemetry = nothing } = {}) {
  let known: readonly string[] = [];
  return createEdge<Refused, RequestRecorder>({
    origins: {
      peek: () => known,
      get: async () => {
        if (originsAreHidden) return err({ reason: 'not_known' });
        known = [ORIGIN];
        return ok(known);
      },
    },
    closedHeaders: () => ['x-closed'],
    telemetry,
    toAnswer: ({ reason }, requestId) => ({ status: STATUSES[reason], jsonBody: { reason, requestId } }),
  });
}

const fine: Route = async () => ok({ status: 200, jsonBody: { fine: true } });

interface Seen {
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

function see({ status, headers, jsonBody }: HttpResponseInit): Seen {
  return { status, headers: new Headers(headers as Record<string, string>), body: jsonBody };
}

async function ask(handler: Route, request: Parameters<typeof aRequest>[0] = {}, lines: string[] = []) {
  const withEdge = anEdge();
  await withEdge(handler)(aRequest({ method: 'OPTIONS' }), aContext());
  return see(await withEdge(handler)(aRequest(request), aContext(lines)));
}

describe('every answer', () => {
  const refuse: Route = async () => ({ ok: false, error: { reason: 'refused' } });
  const fail: Route = async () => Promise.reject(new Error('bug'));

  test.each([
    ['a success', fine, 200],
    ['a refusal', refuse, 401],
    ['a fault of ours', fail, 500],
  ])('%s is not stored, is not sniffed, names its request and its origin', async (_what, handler, status) => {
    const seen = await ask(handler, { headers: { origin: ORIGIN, 'x-request-id': 'mine' } });
    expect(seen.status).toBe(status);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      vary: 'Origin',
      'access-control-allow-origin': ORIGIN,
      'x-request-id': 'mine',
    });
  });

  test('has the host’s invocation id where the client sent none', async () => {
    expect((await ask(fine)).headers.get('x-request-id')).toBe('invocation-1');
  });

  test('has no CORS header for an origin that is not configured', async () => {
    const { headers } = await ask(fine, { headers: { origin: 'https://other.example' } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers.get('vary')).toBe('Origin');
  });

  test('tells the phases that were measured', async () => {
    const measured: Route = async ({ timings }) => timings.measure('auth', async () => ok({ status: 200 }));
    expect((await ask(measured)).headers.get('server-timing')).toMatch(/^auth;dur=[\d.]+, total;dur=[\d.]+$/);
    expect((await ask(fine)).headers.get('server-timing')).toMatch(/^total;dur=[\d.]+$/);
  });

  test('may be kept by the route’s own decision', async () => {
    const kept: Route = async () => ok({ status: 200, headers: { 'Cache-Control': 'max-age=60' } });
    expect((await ask(kept)).headers.get('cache-control')).toBe('max-age=60');
  });

  test('has the headers that host.json gives to the host’s own answers', () => {
    expect(SECURITY_HEADERS).toEqual(hostJson.extensions.http.customHeaders);
  });
});

describe('a fault of ours', () => {
  const throwing: Route = async () => {
    throw new Error('the token was eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.');
  };

  test('is a problem without its message, and one log line with its stack and without its secret', async () => {
    const lines: string[] = [];
    const { status, body } = await ask(throwing, {}, lines);
    expect(status).toBe(500);
    expect(body).toEqual({ reason: 'internal', requestId: 'invocation-1' });
    expect(JSON.stringify(body)).not.toContain('the token was');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'internal_error', requestId: 'invocation-1' });
    expect(lines[0]).toContain('edge.test.ts');
    expect(lines[0]).not.toContain('eyJ');
  });

  test.each([undefined, null, 'text', { stack: 'x' }])('may be anything that is thrown: %p', async (thrown) => {
    expect((await ask(() => Promise.reject(thrown))).status).toBe(500);
  });

  test('may be thrown before the first wait', async () => {
    const sudden: Route = () => {
      throw new Error('bug');
    };
    expect((await ask(sudden)).status).toBe(500);
  });
});

describe('a preflight', () => {
  const never: Route = async () => Promise.reject(new Error('a preflight must not reach the route'));

  test('is answered without the route, also when it is a cold instance’s first request', async () => {
    const withEdge = anEdge();
    const request = aRequest({ method: 'OPTIONS', headers: { origin: ORIGIN } });
    const { status, headers, body } = see(await withEdge(never)(request, aContext()));
    expect([status, body]).toEqual([204, undefined]);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test('of another origin gets no CORS header', async () => {
    const { status, headers } = await ask(never, { method: 'OPTIONS', headers: { origin: 'https://other.example' } });
    expect(status).toBe(204);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('is refused while the origins are not known', async () => {
    const withEdge = anEdge({ originsAreHidden: true });
    const request = aRequest({ method: 'OPTIONS', headers: { origin: ORIGIN } });
    const { status, body } = see(await withEdge(never)(request, aContext()));
    expect(status).toBe(503);
    expect(body).toMatchObject({ reason: 'not_known' });
  });
});

describe('telemetry', () => {
  function aListener() {
    const heard: unknown[] = [];
    const begin: Recording['begin'] = (traceParent) => {
      heard.push(['begin', traceParent]);
      return {
        event: (...said) => void heard.push(['event', ...said]),
        end: (succeeded) => void heard.push(['end', succeeded]),
      };
    };
    return { heard, begin };
  }

  const mistake: Route = async () => {
    throw new Error('bug');
  };

  test.each([
    ['that went well', fine, [['end', true]]],
    ['that was refused', async () => ({ ok: false, error: { reason: 'refused' } }) as const, [['end', false]]],
    [
      'with a mistake of ours',
      mistake,
      [
        ['event', 'internal_error', { requestId: 'invocation-1' }],
        ['end', false],
      ],
    ],
  ])('hears of a request %s within the host’s span', async (_which, handler, told) => {
    const { heard, begin } = aListener();
    const context = aContext();
    context.traceContext = { traceParent: aTraceParent(TRACE.low) };
    await anEdge({ telemetry: { begin } })(handler)(aRequest(), context);
    expect(heard).toEqual([['begin', aTraceParent(TRACE.low)], ...told]);
  });
});
