/** What an app says of its end user goes into the instructions that Azure gets, and nowhere else. */
import { API_CLIENT_ID, API_ROLE, API_SCOPE } from '../../local/azure/foundation/directory.ts';
import { json, type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, startSystem } from './system.ts';
import { arrived, drawing, recordsOf } from './telemetry-envelopes.ts';

/** Nothing else in the run has these words in it. */
const CANARY = 'sing like a canary';
const OF_THE_PROMPT = 'prompt of the owner';
const SPEAKS = 'Speaks';
const APP = { scp: undefined, idtyp: 'app', roles: [API_ROLE, SPEAKS] };
const VARIABLES = '"variables":{"name":{"maxLength":40},"case":{"maxLength":10}}';
const GOOD = { name: CANARY, case: '17' };
const PROFILES = {
  'realtime:profiles:greeting': `{${VARIABLES}}`,
  'realtime:profiles:greeting:instructions': `${OF_THE_PROMPT}: greet {{name}}, case {{case}}.`,
  'realtime:profiles:private': `{"direct":false,"filter":true,${VARIABLES}}`,
  'realtime:profiles:private:instructions': '{{name}} {{case}}',
  'realtime:profiles:wrong': `{${VARIABLES}}`,
  'realtime:profiles:wrong:instructions': `${OF_THE_PROMPT} {{name}} {{Case}}`,
};

let system: System;
let resource: LoopbackServer;
const answers: Answer[] = [];
beforeAll(async () => {
  resource = await startLoopbackServer();
  system = await startSystem({
    telemetry: true,
    environment: drawing(0),
    settings: PROFILES,
    prepare({ settings, urls }) {
      settings.set('realtime:endpoint', resource.origin);
      const rule = { issuer: urls.issuer, audiences: [API_CLIENT_ID], scope: API_SCOPE, role: API_ROLE };
      settings.set('realtime:callers', JSON.stringify([{ ...rule, onBehalf: { role: SPEAKS } }]));
    },
  });
});
beforeEach(() => {
  const secret = { value: 'ek_of_the_resource', expires_at: Math.floor(Date.now() / 1000) + 60 };
  resource.answers(json(200, { ...secret, session: { id: 'sess_1', instructions: CANARY } }));
});
afterAll(async () => {
  const last = await mint({ profile: 'greeting', variables: GOOD });
  await recordsOf(system, last.headers.get('x-request-id'));
  await system.stop();
  await resource.close();
  const told = arrived(system).map(({ name, properties }) => `${name} ${properties['outcome'] ?? ''}`);
  expect(told).toEqual(expect.arrayContaining(['mint issued', 'mint refused', 'mint failed', 'relay refused']));
  expect(everything()).not.toMatch(new RegExp(`${CANARY}|${OF_THE_PROMPT}`));
});
afterEach(() => {
  expect(everything()).not.toMatch(new RegExp(`${CANARY}|${OF_THE_PROMPT}`));
});

/** What was told to anybody but Azure. */
function everything(): string {
  const told = answers.map(({ headers, text }) => text + JSON.stringify([...headers]));
  return [system.host.output(), JSON.stringify(system.azure.envelopes.list()), ...told].join('\n');
}

async function ask(path: string, contentType: string, body: string, claims: object = APP): Promise<Answer> {
  const isApp = claims === APP;
  const headers = {
    ...(await system.bearer({ ...claims })),
    'Content-Type': contentType,
    ...(isApp ? { 'X-On-Behalf-Of': 'anna' } : {}),
  };
  const answer = await system.request(`/api/realtime/${path}`, { method: 'POST', headers, body });
  answers.push(answer);
  return answer;
}

const mint = (body: object, claims?: object) => ask('client_secrets', 'application/json', JSON.stringify(body), claims);
const call = (body: object, profile = 'greeting', claims?: object) =>
  ask(`calls?profile=${profile}`, 'application/json', JSON.stringify(body), claims);
/** What Azure was asked for last. */
const instructions = () =>
  (JSON.parse(resource.requests.at(-1)?.body ?? '{}') as { session?: { instructions?: string } }).session?.instructions;

test('goes into the instructions of a mint, and the answer does not have it', async () => {
  expect(await mint({ profile: 'greeting', variables: GOOD })).toMatchObject({ status: 200 });
  expect(instructions()).toBe(`${OF_THE_PROMPT}: greet ${CANARY}, case 17.`);
});

test('goes into the instructions of a relayed call, beside the offer', async () => {
  resource.answers(
    json(200, { value: 'ek_of_the_resource', expires_at: Math.floor(Date.now() / 1000) + 60 }),
    json(500, { error: { message: CANARY } }),
  );
  // What answers in the place of Azure takes no calls; the offer has reached it.
  const before = resource.requests.length;
  expect((await call({ sdp: anOffer(), variables: GOOD }, 'private')).status).toBeGreaterThanOrEqual(500);
  const [secret, offer] = resource.requests.slice(before);
  expect(JSON.parse(secret?.body ?? '')).toMatchObject({ session: { instructions: `${CANARY} 17` } });
  expect(offer?.body).toBe(anOffer());
});

test('is not repeated where Azure’s refusal quotes it', async () => {
  const message = `Instructions cannot be longer than 16384 tokens: ${CANARY}`;
  for (const refusal of [
    json(400, { error: { message, code: CANARY, param: CANARY, type: CANARY } }),
    json(500, { error: message }),
    json(200, { value: '', error: message }),
  ]) {
    resource.answers(refusal);
    expect((await mint({ profile: 'greeting', variables: GOOD })).status).toBe(502);
  }
});

test.each([
  ['missing', { name: CANARY }, 'invalid_request', ['/variables/case']],
  ['too long', { ...GOOD, case: CANARY }, 'invalid_request', ['/variables/case']],
  ['of two lines', { ...GOOD, name: `a\n${CANARY}` }, 'invalid_request', ['/variables/name']],
  ['no text', { ...GOOD, name: [CANARY] }, 'invalid_request', ['/variables/name']],
  ['not declared', { ...GOOD, other: CANARY }, 'not_permitted', ['/variables/other']],
])('is refused by its name where it is %s, and nothing is asked of Azure', async (_what, variables, code, pointers) => {
  const before = resource.requests.length;
  for (const answer of [
    await mint({ profile: 'greeting', variables }),
    await call({ sdp: anOffer(), variables }),
    await call({ sdp: anOffer(), variables }, 'private'),
  ]) {
    expect(answer).toMatchObject({ status: 422, json: { code, pointers } });
  }
  expect(resource.requests).toHaveLength(before);
});

test.each([
  ['a person', {}],
  ['a person with the app’s role', { roles: [API_ROLE, SPEAKS] }],
  ['an app without the role', { scp: undefined, idtyp: 'app', roles: [API_ROLE] }],
])('is refused of %s, whatever the profile, and never ignored', async (_who, claims) => {
  const before = resource.requests.length;
  for (const answer of [
    await mint({ profile: 'greeting', variables: GOOD }, claims),
    await mint({ variables: GOOD }, claims),
    await mint({ variables: {} }, claims),
    await mint({ variables: null }, claims),
    await call({ sdp: anOffer(), variables: GOOD }, 'greeting', claims),
    await call({ sdp: anOffer(), variables: GOOD }, 'default', claims),
  ]) {
    expect(answer).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
  }
  // A profile that nobody else can fill in is not theirs.
  for (const answer of [
    await mint({ profile: 'greeting' }, claims),
    await call({ sdp: anOffer() }, 'private', claims),
  ]) {
    expect(answer).toMatchObject({ status: 422, json: { code: 'not_permitted', pointers: ['/profile'] } });
  }
  expect(resource.requests).toHaveLength(before);
  expect(await mint({}, claims)).toMatchObject({ status: 200 });
});

test('is nowhere to go in a profile whose variables and instructions differ, which says which', async () => {
  const answer = await mint({ profile: 'wrong', variables: GOOD });
  expect(answer).toMatchObject({ status: 503, json: { code: 'profile_invalid' } });
  expect(answer.json['detail']).toContain('/variables must have Case');
  expect(answer.json['detail']).toContain('/variables/case stands nowhere');
});
