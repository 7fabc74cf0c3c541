import { BENT_SECRETS } from '../../local/azure/openai/bend-secret.ts';
import { CALL_ERRORS } from '../../local/azure/openai/calls/call-errors.ts';
import { CALL_ANSWERS } from '../../local/azure/openai/calls/call-trouble.ts';
import { MINT_ERRORS } from '../../local/azure/openai/mint-errors.ts';
import { MINT_TROUBLES } from '../../local/azure/openai/mint-trouble.ts';
import { json, startLoopbackServer, text } from '../support/loopback-server.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, startSystem } from './system.ts';
import { arrived, recordsOf } from './telemetry-envelopes.ts';

/** Nothing else in the run has these words in it. */
const CANARY = 'sing like a canary';
const UNKNOWN = { 'realtime:of-a-later-version': JSON.stringify({ prompt: CANARY }) };
const SETTINGS = {
  ...UNKNOWN,
  'realtime:profiles:default': JSON.stringify({ session: { type: 'realtime', prompt: { id: CANARY } } }),
  'realtime:profiles:default:instructions': CANARY,
  'realtime:profiles:wrong': JSON.stringify({ session: { type: 'realtime', voice: CANARY, tools: [CANARY] } }),
};
/** Longer than a test waits, or repeated after a second. */
const SLOW = [
  'hang',
  'service-unavailable',
  'call-quota',
  'call-quota-without-header',
  'high-demand-briefly',
  'quota-lowered',
];
const TROUBLES = [
  ...Object.keys(MINT_ERRORS).map((value) => ['mint.error', value] as const),
  ...[...MINT_TROUBLES, ...BENT_SECRETS].map((value) => ['mint.answer', value] as const),
  ...['reset', 'refuse'].map((value) => ['openai.down', value] as const),
].filter(([, value]) => !SLOW.includes(value));
const OFFER_TROUBLES = [
  ...Object.keys(CALL_ERRORS).map((value) => ['calls.error', value] as const),
  ...CALL_ANSWERS.map((value) => ['calls.answer', value] as const),
].filter(([, value]) => !SLOW.includes(value));
/** Password and fingerprint of the offer, wherever they stand. */
const OF_THE_OFFER = /2\/1muCWoOi3uLifh0NuRHlXX|AB:AB:AB/;
/** Waits, and a caller's refused attempts, are remembered no longer. */
const LONGEST_WAIT_MS = 60_000;
const SETTINGS_AGE_MS = 37_000;
const TWO_DAYS_MS = 48 * 3_600_000;

let system: System;
const answers: Answer[] = [];
beforeAll(async () => {
  system = await startSystem({ settings: SETTINGS, telemetry: true });
});
// `stop` holds every answer, the whole log and all telemetry against the shapes of secrets.
afterAll(async () => {
  await system.stop();
  expect(everything()).not.toContain(CANARY);
  expect(everything()).not.toMatch(OF_THE_OFFER);
  // What was held against them is what these suites are about.
  const told = arrived(system).map(({ name, properties }) => `${name} ${properties['outcome'] ?? ''}`);
  expect(told).toEqual(
    expect.arrayContaining(['mint refused', 'mint failed', 'relay failed', 'settings_refresh failed']),
  );
});
afterEach(() => {
  system.azure.switches.reset();
  expect(everything()).not.toContain(CANARY);
});

function everything(): string {
  const told = answers.map(({ status, headers, text: body, json: members }) => {
    // Azure’s SDP is the page’s.
    if (status === 201) return JSON.stringify([...headers]);
    const elsewhere = status === 200 && 'value' in members ? JSON.stringify({ ...members, value: '' }) : body;
    return elsewhere + JSON.stringify([...headers]);
  });
  return [system.host.output(), JSON.stringify(system.azure.envelopes.list()), ...told].join('\n');
}

/** What waits to be sent while the identity fails is lost, and there would be nothing to look for a secret in. */
async function untilAllIsTold(): Promise<void> {
  const last = await mint({ headers: {} });
  await recordsOf(system, last.headers.get('x-request-id'));
}

async function mint(init?: RequestInit): Promise<Answer> {
  const answer = await system.mint(init);
  answers.push(answer);
  return answer;
}

test('tells nobody the instructions that Azure repeats with a secret', async () => {
  const answer = await mint();
  expect(answer.status).toBe(200);
  expect(everything()).not.toMatch(/instructions of the emulated|"(?:instructions|tools|prompt|audio)"/i);
});

test('names the settings that it does not know, and not what they hold', async () => {
  const [line] = await system.logged('settings_unknown');
  expect(line).toMatchObject({ keys: Object.keys(UNKNOWN) });
});

test('tells no secret in any trouble with Azure OpenAI', async () => {
  for (const [name, value] of TROUBLES) {
    system.azure.switches.set(name, value);
    await mint();
    system.azure.switches.reset();
    await system.advance(LONGEST_WAIT_MS);
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429, 502, 503, 504]));
  expect(everything()).not.toMatch(/ek_|eyJ[\w-]+\.eyJ|\[redacted\]/);
});

test('tells nothing of an offer in any trouble with it', async () => {
  const statuses = new Set<number>();
  for (const [name, value] of OFFER_TROUBLES) {
    system.azure.switches.set(name, value);
    const answer = await system.call(anOffer());
    answers.push(answer);
    statuses.add(answer.status);
    system.azure.switches.reset();
    await system.advance(LONGEST_WAIT_MS);
  }
  answers.push(await system.call(anOffer().replace('m=audio', 'x=audio')));
  answers.push(await system.call(anOffer(), `?profile=${encodeURIComponent(anOffer().slice(0, 300))}`));
  expect(answers.slice(-2).map(({ status }) => status >= 400)).toEqual([true, true]);
  expect(statuses).toEqual(new Set([201, 422, 429, 502, 503, 504]));
  expect(everything()).not.toMatch(/ek_|ice-pwd|eyJ[\w-]+\.eyJ|\[redacted\]/);
  expect(everything()).not.toMatch(OF_THE_OFFER);
});

test.each([
  ['appConfiguration.status', 401],
  ['issuer.jwks', 'malformed'],
  ['identity.status', 400],
])('tells no secret while %s is %s, of which a mint fails', async (name, value) => {
  await untilAllIsTold();
  system.azure.switches.set(name, value);
  // Nothing is held any more: neither token nor settings nor keys.
  await system.advance(TWO_DAYS_MS);
  expect((await mint()).status).toBe(503);
  system.azure.switches.reset();
  answers.push(await system.mintUntil(200));
  expect(everything()).not.toMatch(/ek_|eyJ[\w-]+\.eyJ|\[redacted\]/);
});

test.each([
  ['a token of another issuer', { iss: 'https://login.example/' }, {}],
  ['an expired token', { exp: 1 }, {}],
  ['a token for another API', { aud: 'another' }, {}],
  ['a token without a permission', { scp: undefined }, {}],
  ['an unsigned token', {}, { alg: 'none' }],
])('does not repeat %s to its caller or to the log', async (_what, claims, header) => {
  const headers = await system.bearer(claims, header);
  expect([401, 403]).toContain((await mint({ headers })).status);
  expect(everything()).not.toContain(headers.Authorization.split('.')[1]);
});

test('does not repeat what a caller’s body says', async () => {
  const headers = { ...(await system.bearer()), 'Content-Type': 'application/json' };
  const bodies = [{ session: { type: CANARY } }, { session: { type: 'realtime', instructions: CANARY } }, CANARY];
  for (const body of bodies) expect((await mint({ headers, body: JSON.stringify(body) })).status).toBe(422);
  expect((await mint({ headers, body: `{"session": "${CANARY}` })).status).toBe(400);
});

test('does not repeat a credential that Azure’s refusal quotes, in whichever member', async () => {
  const resource = await startLoopbackServer();
  system.azure.settings.set('realtime:endpoint', resource.origin);
  await system.advance(SETTINGS_AGE_MS);
  resource.answers(json(401, {}));
  await system.mintUntil(502);
  const token = String(resource.requests.at(-1)?.headers.authorization).replace('Bearer ', '');
  expect(token).toMatch(/^eyJ/);

  const message = `The token ${token} is not accepted.`;
  const refusals = [
    json(401, { error: { code: token, message } }),
    json(403, { error: { message, code: null, param: token, type: token } }),
    json(400, { code: token, message }),
    json(401, { statusCode: token, message }),
    json(404, { error: message }, { 'apim-request-id': token }),
    text(500, message),
    text(200, message),
    json(200, { value: '', error: message }),
  ];
  for (const refusal of refusals) {
    resource.answers(refusal);
    expect((await mint()).status).toBe(502);
  }
  // Redaction is the last door: nothing has come as far as that.
  expect(everything()).not.toMatch(/eyJ[\w-]+\.eyJ|\[redacted\]/);
  for (const part of token.split('.')) expect(everything()).not.toContain(part);

  system.azure.settings.set('realtime:endpoint', system.azure.urls.openai);
  await system.advance(SETTINGS_AGE_MS);
  await system.mintUntil(200);
  await resource.close();
});
