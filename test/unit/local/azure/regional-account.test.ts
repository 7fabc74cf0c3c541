/** Accounts in several regions of one emulated Azure, as an app with several targets meets them. */
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { anOffer, mintSecret, postOffer, type Resource, resourceOf } from '../../../calls/caller.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { send } from './clients.ts';

let azure: EmulatedAzure;
let accounts: readonly Resource[];
beforeAll(async () => {
  azure = await startTestAzure({ regions: ['eastus2', 'francecentral'] });
  const first = await resourceOf(azure);
  accounts = [first, ...azure.elsewhere.map(({ url }) => ({ ...first, url }))];
});
beforeEach(() => azure.switches.set('calls.media', 'off'));
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const statuses = () => Promise.all(accounts.map(async (account) => (await mint(account)).status));
const mint = ({ url, token }: Resource) =>
  send(azure, `${url}/openai/v1/realtime/client_secrets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session: { type: 'realtime', model: 'gpt-realtime-mini' } }),
  });

test('each account mints, and a switch of one is no other’s', async () => {
  expect(await statuses()).toEqual([200, 200, 200]);
  azure.switches.set('mint.error', 'firewall');
  expect(await statuses()).toEqual([403, 200, 200]);
  azure.switches.set('eastus2.mint.error', 'call-quota');
  expect(await statuses()).toEqual([403, 429, 200]);
  azure.switches.reset();
  azure.elsewhere[1]?.switches.set('mint.error', 'firewall');
  const listed = azure.switches.list().find(({ name }) => name === 'francecentral.mint.error');
  expect(listed?.current).toBe('firewall');
  expect(await statuses()).toEqual([200, 200, 403]);
});

test('an account that is down is down alone', async () => {
  azure.switches.set('eastus2.openai.down', 'reset');
  const [first, second, third] = accounts;
  if (!first || !second || !third) throw new Error('There are three.');
  await expect(mint(second)).rejects.toThrow();
  expect([(await mint(first)).status, (await mint(third)).status]).toEqual([200, 200]);
});

test('a secret of one account begins no call at another', async () => {
  for (const minted of accounts) {
    const [secret, offer] = [await mintSecret(minted), await anOffer()];
    const begun = await Promise.all(accounts.map(async (account) => (await postOffer(account, secret, offer)).status));
    expect(begun).toEqual(accounts.map((account) => (account === minted ? 201 : 401)));
  }
});

test('each is in the subscription under its own region, with the identity’s role', () => {
  expect(azure.subscription.accounts().map(({ name, location, endpoint }) => [name, location, endpoint])).toEqual([
    ['oai-local', 'swedencentral', azure.urls.openai],
    ...azure.elsewhere.map(({ region, url }) => [`oai-local-${region}`, region, url]),
  ]);
});

test('the control service lists and ends calls of every account', async () => {
  const second = accounts[1];
  if (!second) throw new Error('There are three.');
  const answer = await postOffer(second, await mintSecret(second), await anOffer());
  const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const listed = await send(azure, `${azure.urls.control}/calls`);
  expect(listed.body).toContain(id);
  expect((await send(azure, `${azure.urls.control}/calls/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(azure.elsewhere[0]?.calls.list().filter((call) => call.id === id)).toEqual([]);
});
