/** What a client, a scanner and an attacker send: mostly to the mint and the relay, mostly nearly right. */
import * as fc from 'fast-check';
import { type Credential, fieldText } from './credentials.ts';
import type { GeneratedRequest } from './generated-request.ts';

const MINT = '/api/realtime/client_secrets';
const CALLS = '/api/realtime/calls';
const METHODS = ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];
/** What a request target can hold without its sender breaking the protocol. */
const TARGET_CHARACTERS = [..."abzAZ09-._~!$&'()*+,;=:@/%?"];
const NEAR_THE_MINT = [
  `${MINT}/`,
  `/${MINT}`,
  `${MINT}//`,
  MINT.toUpperCase(),
  `${MINT}/..`,
  `${MINT}%00`,
  `${MINT}%2f`,
  `${MINT}?access_token=x`,
  `${MINT}?code=x&code=y`,
  '/api/./realtime/client_secrets',
  '/api%2frealtime%2fclient_secrets',
  '/api/realtime/client_secrets%20',
  '/admin/functions',
  '/admin/host/status',
  '/runtime/webhooks',
];

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const weighed = <T>(...pairs: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...pairs.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const randomTarget = fc.string({ unit: pick(...TARGET_CHARACTERS), maxLength: 60 }).map((path) => `/api/${path}`);
const target = weighed<string>(
  [40, fc.constant(MINT)],
  [8, fc.constant(CALLS)],
  [
    2,
    pick('?profile=default', '?profile=', '?profile=x&profile=y', '?webrtcfilter=off', '/rtc_1').map(
      (rest) => CALLS + rest,
    ),
  ],
  [2, pick(...NEAR_THE_MINT)],
  [1, pick('/api/healthz', '/api/readyz', '/api/openapi.json', '/api', '/')],
  [1, fc.string({ unit: pick(...TARGET_CHARACTERS), maxLength: 40 }).map((id) => `/api/problems/${id}`)],
  [1, randomTarget],
);

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  pick<unknown>(-1, 9, 10, 7_200, 7_201, 1e300, 0.5, null, '60', [60]),
);
const nearlyRight = fc.record(
  {
    expires_after: fc.oneof(
      fc.record({ anchor: pick<unknown>('created_at', 'now', 1), seconds: junk }, { requiredKeys: [] }),
      junk,
    ),
    session: fc.oneof(
      fc.record(
        { type: pick<unknown>('realtime', 'transcription', null), model: junk, voice: junk },
        { requiredKeys: [] },
      ),
      junk,
    ),
    profile: junk,
    instructions: junk,
  },
  { requiredKeys: [] },
);
const ODD_JSON = [
  '{"__proto__":{"expires_after":{"seconds":7200}}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"expires_after":{"seconds":10},"expires_after":{"seconds":1e999}}',
  `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
  `${'{"session":'.repeat(350)}1${'}'.repeat(350)}`,
  '{"session":{"type":"realtime"}}\0',
  '\u{feff}{}',
  '{',
  'null',
  '0',
  '"{}"',
  ' ',
];

/** Nearly an offer, and never one that can be answered: it has no fingerprint. */
const SDP_LINES = [
  'v=0',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'm=',
  'a=ice-pwd:x',
  'a=mid:0',
  'hello',
  '',
];
const nearlySdp = fc
  .tuple(
    pick('v=0\r\n', 'v=0\n', 'v=1\r\n', ''),
    fc.array(pick(...SDP_LINES), { maxLength: 12 }),
    pick('\r\n', '\n', '\r'),
  )
  .map(([version, lines, end]) => `${version}${lines.join(end)}${end}`);

/** What an app sends of its end user, beside an offer or alone: nobody here is such an app. */
const ofAnApp = fc.record({ sdp: nearlySdp, variables: junk }, { requiredKeys: [] });

const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const body = weighed<Uint8Array | undefined>(
  [3, fc.constant(undefined)],
  [3, fc.constant(bytesOf('{}'))],
  [6, nearlyRight.map((value) => bytesOf(JSON.stringify(value)))],
  [2, fc.jsonValue({ maxDepth: 4 }).map((value) => bytesOf(JSON.stringify(value)))],
  [2, pick(...ODD_JSON).map(bytesOf)],
  [3, nearlySdp.map(bytesOf)],
  [2, ofAnApp.map((value) => bytesOf(JSON.stringify(value)))],
  [1, fc.uint8Array({ maxLength: 300 })],
  [1, fc.integer({ min: 4_000, max: 20_000 }).map((length) => bytesOf(`{"x":"${'x'.repeat(length)}"}`))],
  [1, fc.tuple(nearlyRight, fc.nat(40)).map(([value, cut]) => bytesOf(JSON.stringify(value).slice(0, -1 - cut)))],
);

const principal = fc.jsonValue({ maxDepth: 2 }).map((value) => Buffer.from(JSON.stringify(value)).toString('base64'));
const headers = fc.record(
  {
    'content-type': weighed(
      [6, pick('application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON')],
      [3, pick('application/sdp', 'Application/SDP; charset=utf-8')],
      [
        1,
        pick('text/plain', 'application/jsonx', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'),
      ],
      [1, fieldText(40)],
    ),
    origin: weighed([2, pick('http://localhost:3000', 'https://evil.example', 'null')], [1, fieldText(40)]),
    'access-control-request-headers': fieldText(60),
    'x-request-id': weighed([1, pick('id-1', 'x'.repeat(129))], [1, fieldText(130)]),
    traceparent: weighed([1, fieldText(60)], [1, pick('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')]),
    'x-ms-client-principal': weighed([2, principal], [1, fieldText(40)]),
    'x-ms-client-principal-id': fieldText(20),
    'x-forwarded-for': fieldText(40),
    'x-forwarded-host': fieldText(40),
    'x-http-method-override': pick('GET', 'DELETE'),
    'content-encoding': pick('gzip', 'br', 'identity'),
    'accept-encoding': fieldText(20),
    'idempotency-key': fieldText(60),
    cookie: fieldText(60),
    host: pick('localhost', 'evil.example', '127.0.0.1:1', 'a b'),
  },
  { requiredKeys: [] },
);

export function createRequests(credentials: fc.Arbitrary<Credential>): fc.Arbitrary<GeneratedRequest> {
  const method = weighed([16, fc.constant('POST')], [1, fc.constant('OPTIONS')], [2, pick(...METHODS)]);
  return fc
    .record({ method, target, headers: sparse(headers), body, credential: credentials })
    .map(({ credential, headers: some, ...rest }) => ({
      ...rest,
      headers: {
        ...some,
        ...(credential.authorization === undefined ? {} : { authorization: credential.authorization }),
      },
      credential: credential.made,
      mayMint: credential.mayMint && rest.method === 'POST',
    }));
}

/** Most requests have few of the odd headers: else hardly one would come past the first check. */
function sparse<T extends Readonly<Record<string, string | undefined>>>(
  all: fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, string>> {
  return fc.tuple(all, fc.nat(3)).map(([given, keep]) => {
    const entries = Object.entries(given).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
    const [first, rest] = [
      entries.filter(([name]) => name === 'content-type'),
      entries.filter(([name]) => name !== 'content-type'),
    ];
    return Object.fromEntries([...first, ...rest.slice(0, keep)]);
  });
}
