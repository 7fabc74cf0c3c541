/** What a subscription has deployed decides whether Azure takes a version from it: what was not seen must not count as not there. */
import type { Account, Deployment } from '@azure/arm-cognitiveservices';
import type { Arm } from '../../../../tools/doctor/arm/arm-port.ts';
import { findDeployed } from '../../../../tools/doctor/facts/deployed-facts.ts';

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';
const idOf = (name: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/${name}`;
const DEPLOYMENT: Deployment = { name: 'realtime' };

/** Deployments by account; `undefined` for one that does not answer. */
async function find(accounts: Readonly<Record<string, readonly Deployment[] | undefined>>) {
  const arm = {
    accounts: async (): Promise<readonly Account[]> => Object.keys(accounts).map((name) => ({ id: idOf(name) })),
    async deployments({ name }) {
      const listed = accounts[name];
      if (!listed) throw Object.assign(new Error('Busy.'), { statusCode: 429, code: 'TooManyRequests' });
      return listed;
    },
  } satisfies Partial<Arm>;
  const found = await findDeployed(arm as unknown as Arm, SUBSCRIPTION);
  return found.seen ? found.value : found;
}

test('all of it is seen', async () => {
  expect(await find({ one: [DEPLOYMENT], two: [] })).toMatchObject({
    accounts: [
      { id: { name: 'one' }, deployments: [DEPLOYMENT] },
      { id: { name: 'two' }, deployments: [] },
    ],
    unseenBecause: undefined,
  });
});

test('an account that does not answer leaves the others, and is said', async () => {
  expect(await find({ one: undefined, two: [DEPLOYMENT] })).toMatchObject({
    accounts: [{ deployments: [DEPLOYMENT] }],
    unseenBecause: 'reading the deployments of one got the answer 429 (TooManyRequests)',
  });
});

test.each([
  [20, undefined],
  [21, 'only 20 accounts are looked at'],
])('of %d accounts it is said whether some were left out', async (count, unseenBecause) => {
  const accounts = Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, [DEPLOYMENT]]));
  expect(await find(accounts)).toMatchObject({ unseenBecause });
});
