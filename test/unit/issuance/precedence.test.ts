/** A request with two faults is refused for the one that stands first on the line. */

import { NOON_MS } from '../../support/clock.ts';
import { json } from '../../support/loopback-server.ts';
import { aMintSuite, type MintBench } from '../../support/mint-suite.ts';
import { anOffer } from '../../support/sdp.ts';
import type { Answered } from '../../support/start-app.ts';
import { API, TENANT } from '../../support/stored-settings.ts';

const suite = aMintSuite();

type Asked = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly query?: string };

const JSON_BODY = { 'content-type': 'application/json' };
const TEXT_BODY = { 'content-type': 'text/plain' };
const SDP_BODY = { 'content-type': 'application/sdp' };
const QUOTA = '{"hour":{"limit":1,"windowSeconds":3600}}';
const SETTINGS = {
  'profiles:relayed': '{"direct":false,"filter":true}',
  'profiles:broken': '{',
  'profiles:staff': '{"requires":{"role":"Staff"}}',
  'profiles:mini': '{"deployment":"mini"}',
  quota: QUOTA,
};
const ALL_TOKENS_REVOKED = { revoked: '{"issuedBefore":"2099-01-01T00:00:00Z"}' };
const UNKNOWN_MEMBER = '{"instructions":"x"}';
const NOT_ALLOWED_IN = (profile: string) => JSON.stringify({ profile, instructions: 'x' });
const SECRET = json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 60 });
const WAIT = json(429, {}, { 'retry-after': '30' });
const NO_ROLE = json(401, { error: { code: 'PermissionDenied' } });

async function ask(
  bench: MintBench,
  { headers = {}, body, query = '' }: Asked,
  route: 'client_secrets' | 'calls' = 'client_secrets',
) {
  const authorization = await bench.bearer();
  const path = `/api/realtime/${route}${query}`;
  return bench.ask(route, { path, headers: { authorization, ...headers }, ...(body === undefined ? {} : { body }) });
}

/** What the caller and the operator are told. */
function toldOf(bench: MintBench, { status, body }: Answered) {
  const line = JSON.parse(bench.lines.at(-1) ?? '{}') as Record<string, unknown>;
  const { code, pointers } = body as { readonly code: string; readonly pointers?: readonly string[] };
  expect(line['code']).toBe(code);
  return { status, code, pointers, caller: line['caller'], profile: line['profile'], asked: line['asked'] };
}

describe('a mint with two faults is refused for the first', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, Asked, object]>([
    [
      'settings that are wrong, before a caller without a token',
      { deployment: undefined },
      { headers: { authorization: '' } },
      { code: 'configuration_unavailable' },
    ],
    [
      'a caller without a token, before a body that is no JSON',
      {},
      { headers: { authorization: '', ...JSON_BODY }, body: '{' },
      { code: 'token_missing' },
    ],
    [
      'a caller who may not mint, before one whose token is too old',
      { ...ALL_TOKENS_REVOKED, callers: JSON.stringify([{ tenant: TENANT, audiences: [API], scope: 'another' }]) },
      {},
      { code: 'insufficient_scope' },
    ],
    [
      'a token that is too old, before a body that is no JSON',
      ALL_TOKENS_REVOKED,
      { headers: JSON_BODY, body: '{' },
      { code: 'token_invalid', caller: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    ],
    [
      'a body that is no JSON, before a default profile that is broken',
      { 'profiles:default': '{' },
      { headers: JSON_BODY, body: '{' },
      { code: 'invalid_json' },
    ],
    [
      'a body that is too large, before its type',
      {},
      { headers: { 'content-type': 'text/plain' }, body: ' '.repeat(4_097) },
      { code: 'body_too_large' },
    ],
    [
      'variables that are not theirs to send, before a profile that is not there',
      {},
      { headers: JSON_BODY, body: '{"profile":"nobody","variables":{}}' },
      { code: 'insufficient_scope', profile: undefined },
    ],
    [
      'a profile that is not there, before a member that is not permitted',
      {},
      { headers: JSON_BODY, body: NOT_ALLOWED_IN('nobody') },
      { code: 'not_permitted', pointers: ['/profile'] },
    ],
    [
      'a profile that is not theirs, before a member that is not permitted',
      {},
      { headers: JSON_BODY, body: NOT_ALLOWED_IN('staff') },
      { code: 'not_permitted', pointers: ['/profile'], profile: undefined },
    ],
    [
      'a profile that is broken, before a member that is not permitted',
      {},
      { headers: JSON_BODY, body: NOT_ALLOWED_IN('broken') },
      { code: 'profile_invalid', profile: 'broken' },
    ],
    [
      'a profile of the relay alone, before a member that is not permitted',
      {},
      { headers: JSON_BODY, body: NOT_ALLOWED_IN('relayed') },
      { code: 'relay_required', profile: 'relayed' },
    ],
    [
      'a default profile that is broken, before a name of another that is no text',
      { 'profiles:default': '{' },
      { headers: JSON_BODY, body: '{"profile":7}' },
      { code: 'profile_invalid' },
    ],
  ])('%s', async (_which, settings, asked, expected) => {
    const bench = suite.aBench({ ...SETTINGS, ...settings });
    expect(toldOf(bench, await ask(bench, asked))).toMatchObject(expected);
  });

  test('who is revoked, before a body that is no JSON', async () => {
    const other = suite.aBench();
    await other.mint();
    const { caller } = JSON.parse(other.lines[0] ?? '{}') as { readonly caller: string };
    const bench = suite.aBench({ revoked: JSON.stringify({ subjects: [caller] }) });
    expect(toldOf(bench, await ask(bench, { headers: JSON_BODY, body: '{' }))).toMatchObject({
      code: 'caller_revoked',
    });
    expect(JSON.parse(bench.lines[0] ?? '{}')).toMatchObject({ caller, subject: caller, deployment: 'gpt-realtime' });
  });

  test('a member that is not permitted, before too many attempts; those before a wait of Azure’s', async () => {
    const bench = suite.aBench(SETTINGS);
    suite.server.answers(...Array.from({ length: 29 }, () => NO_ROLE), WAIT);
    for (let attempt = 0; attempt < 30; attempt += 1) await bench.mint();
    expect(toldOf(bench, await bench.mint(UNKNOWN_MEMBER))).toMatchObject({ code: 'not_permitted' });
    const { body } = await bench.mint();
    expect(body).toMatchObject({ detail: expect.stringContaining('30 requests of yours') as string });
  });

  test('a wait of Azure’s, before a quota that is used up', async () => {
    const bench = suite.aBench(SETTINGS);
    suite.server.answers(WAIT, SECRET);
    await bench.mint('{"profile":"mini"}');
    expect((await bench.mint()).status).toBe(200);
    expect(toldOf(bench, await bench.mint('{"profile":"mini"}'))).toMatchObject({
      code: 'upstream_rate_limited',
      asked: false,
    });
    expect(toldOf(bench, await bench.mint())).toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('an offer to the relay with two faults is refused for the first', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, Asked, object]>([
    [
      'a caller without a token, before a query that is not permitted',
      {},
      { headers: { authorization: '' }, query: '?model=x' },
      { code: 'token_missing' },
    ],
    [
      'a query that is not permitted, before a profile that is not there',
      {},
      { query: '?profile=nobody&model=x' },
      { code: 'not_permitted', pointers: undefined },
    ],
    [
      'a profile that is not there, before another media type',
      {},
      { query: '?profile=nobody', headers: TEXT_BODY, body: '{}' },
      { code: 'not_permitted', pointers: ['/profile'] },
    ],
    [
      'a profile that is broken, before a body that is no offer',
      {},
      { query: '?profile=broken', headers: SDP_BODY, body: '' },
      { code: 'profile_invalid', profile: 'broken' },
    ],
    [
      'another media type, before a body that is too large',
      {},
      { query: '?profile=relayed', headers: TEXT_BODY, body: ' '.repeat(65_537) },
      { code: 'unsupported_media_type', profile: 'relayed' },
    ],
    [
      'JSON that is too large, before what it is',
      {},
      { query: '?profile=relayed', headers: JSON_BODY, body: ' '.repeat(65_537) },
      { code: 'body_too_large', profile: 'relayed' },
    ],
    [
      'variables that are not theirs to send, before a profile that is not there',
      {},
      { query: '?profile=nobody', headers: JSON_BODY, body: '{"variables":{}}' },
      { code: 'insufficient_scope', profile: undefined },
    ],
    [
      'a body that is too large, before one that is no offer',
      {},
      { headers: SDP_BODY, body: ' '.repeat(65_537) },
      { code: 'body_too_large', profile: 'default' },
    ],
  ])('%s', async (_which, settings, asked, expected) => {
    const bench = suite.aBench({ ...SETTINGS, ...settings });
    expect(toldOf(bench, await ask(bench, asked, 'calls'))).toMatchObject(expected);
  });

  test('what is no offer, before a wait of Azure’s; that before a quota that is used up', async () => {
    const bench = suite.aBench(SETTINGS);
    suite.server.answers(WAIT, SECRET);
    await bench.call(anOffer(), '?profile=mini');
    expect((await bench.mint()).status).toBe(200);
    expect(toldOf(bench, await bench.call('', '?profile=mini'))).toMatchObject({ code: 'invalid_offer' });
    expect(toldOf(bench, await bench.call(anOffer(), '?profile=mini'))).toMatchObject({ asked: false });
    expect(toldOf(bench, await bench.call(anOffer()))).toMatchObject({ code: 'quota_exceeded' });
  });
});
