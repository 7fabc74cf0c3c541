/** Calls over two resources, through the bundle and Azurite: where they begin, and where they are hung up. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type CallBench, startCallBench } from './call-bench.ts';

const SECOND = 'eastus2';

let bench: CallBench;
beforeAll(async () => {
  bench = await startCallBench({
    regions: [SECOND],
    settings: { 'realtime:profiles:short': '{"maxMinutes":2}' },
    prepare: (azure) => azure.settings.set('realtime:targets', targetsOf(azure)),
  });
});
afterAll(() => bench.system.stop());
beforeEach(() => {
  bench.reset();
  secondAccount().switches.set('calls.media', 'off');
});

function targetsOf({ urls, elsewhere }: EmulatedAzure, names: readonly string[] = ['first', SECOND]): string {
  const endpoints = [urls.openai, elsewhere[0]?.url];
  return JSON.stringify(names.map((name, index) => ({ name, endpoint: endpoints[index] })));
}

function secondAccount() {
  const [account] = bench.azure.elsewhere;
  if (!account) throw new Error('There is no second account.');
  return account;
}

const isLiveAtSecond = (id: string) =>
  secondAccount()
    .calls.list()
    .some((call) => call.id === id);
const endedAtSecond = (id: string) =>
  secondAccount()
    .calls.ended()
    .find((call) => call.id === id)?.by;

/** While the first is down; it is up again afterwards. */
async function relayAtSecond(query = '') {
  const person = bench.aPerson();
  bench.azure.switches.set('openai.down', 'reset');
  const call = await bench.relay(person, query);
  bench.azure.switches.set('openai.down', 'off');
  expect(call).toMatchObject({ status: 201 });
  expect(isLiveAtSecond(call.id)).toBe(true);
  return { person, id: call.id };
}

test('a call that began at the second resource is hung up there by its owner', async () => {
  const { person, id } = await relayAtSecond();
  expect(await bench.hangUp(person, id)).toMatchObject({ status: 200 });
  expect(endedAtSecond(id)).toBe('identity');
  expect(await bench.idsOf(person)).toEqual([]);
});

test('it ends there when its time is up, though that resource is a target no longer', async () => {
  const { id } = await relayAtSecond('?profile=short');
  await bench.set('targets', targetsOf(bench.azure, ['first']));
  await bench.system.until(() => endedAtSecond(id) === 'identity');
  expect((await bench.relay(bench.aPerson())).status).toBe(201);
  await bench.set('targets', targetsOf(bench.azure));
});

test('a deployment that is full sends the next call to the second, and refuses once both are', async () => {
  await bench.set('calls', '{"perDeployment":1}');
  const calls = [];
  for (let caller = 0; caller < 3; caller += 1) calls.push(await bench.relay(bench.aPerson()));
  const [first, second, third] = calls;
  expect(bench.isLive(first?.id ?? '')).toBe(true);
  expect(isLiveAtSecond(second?.id ?? '')).toBe(true);
  expect(third).toMatchObject({ status: 503, json: { code: 'deployment_full' } });
});
