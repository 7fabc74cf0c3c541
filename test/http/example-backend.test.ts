/** The backend of `examples`, as its page asks it: before the bundle that ships, Azurite and the emulated issuer. */
import { type ServedExample, startExample } from '../../examples/serve/start-example.ts';
import { ON_BEHALF_ROLE } from '../../local/azure/foundation/directory.ts';
import { anOffer } from '../support/sdp.ts';
import { aRule } from './call-bench.ts';
import { type System, startSystem } from './system.ts';

const LIMIT = 5;
const CALLS = '/api/realtime/calls';

let system: System;
let example: ServedExample;
beforeAll(async () => {
  system = await startSystem({
    realClock: true,
    storage: true,
    prepare(azure) {
      azure.switches.set('calls.media', 'off');
      const onBehalf = { role: ON_BEHALF_ROLE, quota: { day: { limit: LIMIT, windowSeconds: 86_400 } } };
      azure.settings.set('realtime:callers', JSON.stringify([aRule({ azure }, { onBehalf })]));
    },
  });
  const { control, issuer } = system.azure.urls;
  const npmStart = () => ({ endpoint: `${system.host.url}/api`, control, issuer });
  example = await startExample({ name: 'backend', port: 0, npmStart });
});
afterAll(async () => {
  await example.stop();
  await system.stop();
});

async function post(path: string, body = '', session = '') {
  const headers = { authorization: `Bearer ${session}`, 'content-type': 'application/sdp' };
  const answer = await fetch(example.origin + path, { method: 'POST', headers, body });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
/** A relay mints first. */
const mintsAsked = () => system.azure.requests.count('openai', ({ path }) => path.includes('client_secrets'));
const signIn = async (name: string) => (await post('/sign-in', name)).text;

test('relays a call of its user, which nobody else can hang up', async () => {
  const [anna, ben] = [await signIn('Anna'), await signIn('Ben')];
  const { status, headers, text } = await post(CALLS, anOffer(), ben);
  expect([status, text]).toEqual([201, expect.stringMatching(/^v=0/)]);
  expect(headers.get('realtime-call-ends')).toMatch(/^\d+$/);
  const hangUp = `${CALLS}/${headers.get('location')?.split('/').at(-1)}/hangup`;
  expect(await post(hangUp, '', anna)).toMatchObject({ status: 404 });
  expect(await post(hangUp, '', ben)).toMatchObject({ status: 200 });
});

test('has each user counted alone: the quota of one stops nobody else', async () => {
  const [anna, ben] = [await signIn('Anna'), await signIn('Ben')];
  for (let call = 0; call < LIMIT; call += 1) expect(await post(CALLS, anOffer(), anna)).toMatchObject({ status: 201 });
  const refused = await post(CALLS, anOffer(), anna);
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'quota_exceeded']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await post(CALLS, anOffer(), ben)).toMatchObject({ status: 201 });
});

test('asks the endpoint for nobody who is not signed in', async () => {
  expect(await post('/sign-in', 'Carla')).toMatchObject({ status: 403 });
  const mints = mintsAsked();
  const refused = await post(CALLS, anOffer(), 'made-up');
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([401, 'not_signed_in']);
  expect(mintsAsked()).toBe(mints);
});

test('hands on what the endpoint says of a problem, and relays nothing else', async () => {
  const explained = await fetch(`${example.origin}/api/problems/deployment-not-realtime`);
  expect(await explained.json()).toMatchObject({ id: 'deployment-not-realtime' });
  for (const path of ['/api/realtime/client_secrets', '/api/readyz', `${CALLS}/../../readyz`]) {
    expect(await post(path, '{}', await signIn('Anna'))).toMatchObject({ status: 404 });
  }
});
