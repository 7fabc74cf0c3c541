/** What an instance remembers of targets that fail, what that costs them and their callers, and what no target gets. */

import { decodeJwt } from 'jose';
import { OPERATOR_ROLE } from '../../local/azure/foundation/directory.ts';
import { TOKEN_SCOPES } from '../../src/lib/clouds.ts';
import { json, type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { startTestHost } from '../support/start-test-host.ts';
import { REGIONS, startTargetBench } from './target-bench.ts';

const CALLERS = 500;
/** They take seconds on two idle cores. */
jest.setTimeout(120_000);

let bench: Awaited<ReturnType<typeof startTargetBench>>;
let hanging: Awaited<ReturnType<typeof askWhereTheFirstHangs>>;
beforeAll(async () => {
  hanging = await askWhereTheFirstHangs();
  bench = await startTargetBench();
  await bench.ask('mint', 'three');
});
afterAll(() => Promise.all([bench.system.stop(), hanging.bench.system.stop()]));
beforeEach(() => bench.recover());

/** A deadline passes in real time: that of this bench's own while the other one is tested. */
async function askWhereTheFirstHangs() {
  const own = await startTargetBench({ realClock: true });
  const first = own.switchesOf('swedencentral');
  first.set('mint.answer', { value: 'hang', times: 1 });
  const known = own.ask('relay', 'two');
  await own.system.until(() => own.asked().swedencentral === 1);
  first.set('calls.answer', 'hang');
  const unknown = own.ask('relay', 'three');
  await own.system.until(() => own.asked().swedencentral === 3);
  return { bench: own, answers: Promise.all([known, unknown]) };
}

const mintAtOnce = (count: number, profile = 'two') =>
  Promise.all(Array.from({ length: count }, () => bench.ask('mint', profile)));

describe.each([
  ['resets connections', 'mint.answer', 'reset'],
  ['asks for a wait of a day', 'mint.error', 'token-quota'],
  ['answers to nobody', 'mint.answer', 'hang'],
])('a storm in whose middle the first target %s', (_what, name, value) => {
  test('refuses nobody, and costs that target nothing from the moment that its failure is known', async () => {
    const first = mintAtOnce(CALLERS / 2);
    bench.switchesOf('swedencentral').set(name, value);
    const [before, during] = await Promise.all([first, mintAtOnce(CALLERS / 2)]);
    const refused = [...before, ...during].filter(({ status }) => status !== 200);
    expect(refused.map(({ json: body }) => body)).toEqual([]);

    bench.system.azure.requests.clear();
    const after = await mintAtOnce(100);
    expect(new Set(after.map((answer) => bench.servedBy(answer)))).toEqual(new Set(['eastus2']));
    expect(bench.asked().swedencentral).toBe(0);
  });
});

test('tries the first target with one request once its time has come, and goes back to it when it is well', async () => {
  bench.switchesOf('swedencentral').set('mint.error', 'internal-error');
  await bench.ask('mint', 'two');
  await bench.system.advance(20_000);
  bench.system.azure.requests.clear();
  await mintAtOnce(100);
  expect(bench.asked()).toEqual({ swedencentral: 1, eastus2: 100, francecentral: 0 });
  bench.system.azure.switches.reset();
  await bench.system.advance(60_000);
  expect(bench.servedBy(await bench.ask('mint', 'two'))).toBe('swedencentral');
});

test('asks a target that fails all the same where a profile is served nowhere else, and by nobody’s timer', async () => {
  bench.switchesOf('swedencentral').set('mint.error', 'internal-error');
  await bench.ask('mint', 'two');
  bench.system.azure.requests.clear();
  for (let request = 0; request < 3; request += 1)
    expect(await bench.ask('mint', 'one')).toMatchObject({ status: 502 });
  expect(bench.asked()).toEqual({ swedencentral: 3, eastus2: 0, francecentral: 0 });
  await bench.system.advance(10 * 60_000);
  expect(bench.asked().swedencentral).toBe(3);
});

test('gives the next target half of the deadline where the first one hangs, and asks no third for an unknown call', async () => {
  const [served, unknown] = await hanging.answers;
  expect([served.status, hanging.bench.servedBy(served)]).toEqual([201, 'eastus2']);
  expect(unknown).toMatchObject({ status: 504, json: { code: 'upstream_timeout' } });
  expect(hanging.bench.asked()).toEqual({ swedencentral: 3, eastus2: 2, francecentral: 0 });
});

test('tells the operator what failed and who served, and the caller who serves', async () => {
  bench.switchesOf('swedencentral').set('mint.error', 'permission-denied');
  const answer = await bench.ask('mint', 'two');
  expect(answer.json).toMatchObject({ model: 'gpt-realtime-mini', url: expect.stringContaining(urlOf(1)) });
  expect(await bench.system.mintLine(answer)).toMatchObject({ outcome: 'issued', target: 'eastus2' });
  const moved = await bench.system.logged('failover');
  expect(moved.at(-1)).toMatchObject({
    requestId: answer.headers.get('x-request-id'),
    target: 'swedencentral',
    next: 'eastus2',
    diagnosis: 'role-missing',
    causes: expect.arrayContaining([expect.objectContaining({ id: 'absent' })]),
  });
  const headers = await bench.system.bearer({ roles: [OPERATOR_ROLE] });
  const ready = await bench.system.request('/api/readyz', { headers });
  expect(ready.json).toMatchObject({
    status: 'ready',
    warnings: expect.arrayContaining(['target_failing']),
    details: {
      targets: [
        { name: 'swedencentral', trouble: [{ operation: 'client_secrets', diagnosis: 'role-missing' }] },
        { name: 'eastus2', trouble: [] },
        { name: 'francecentral', trouble: [] },
      ],
    },
  });
  await bench.recover();
  expect((await bench.system.request('/api/readyz')).json).toMatchObject({ status: 'ready' });
});

test('is learnt by each instance for itself', async () => {
  const other = await startTestHost(bench.system.azure);
  try {
    // As far ahead as the first one has been moved.
    await other.advance(Date.now() - (performance.timeOrigin + performance.now()));
    bench.switchesOf('swedencentral').set('mint.error', 'internal-error');
    await bench.ask('mint', 'two');
    bench.system.azure.requests.clear();
    const headers = await bench.system.bearer();
    const answer = await fetch(`${other.url}/api/realtime/client_secrets`, { method: 'POST', headers });
    expect(answer.status).toBe(200);
    expect(bench.asked()).toMatchObject({ swedencentral: 1 });
  } finally {
    await other.stop();
  }
});

describe('no target gets what is another’s', () => {
  const servers: LoopbackServer[] = [];
  beforeAll(async () => {
    for (const _ of REGIONS) servers.push(await startLoopbackServer());
    const targets = servers.map(({ origin }, index) => ({
      name: REGIONS[index],
      endpoint: origin,
      tokenScope: TOKEN_SCOPES[index === 1 ? 1 : 0],
    }));
    bench.system.azure.settings.set('realtime:targets', JSON.stringify(targets));
    await bench.system.advance(6 * 60_000);
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  const bearersOf = ({ requests }: LoopbackServer) =>
    requests.map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));
  const expiresSoon = () => Math.floor(Date.now() / 1_000) + 10;

  test('neither a token of another’s scope nor another’s secret', async () => {
    const [first, second, third] = servers;
    if (!first || !second || !third) throw new Error('There are three.');
    for (const [index, server] of servers.entries()) {
      const secret = json(200, { value: `ek_canary_of_${REGIONS[index]}`, expires_at: expiresSoon() });
      const refused = json(503, {}, { 'apim-request-id': 'apim-1' });
      server.answers(secret, refused);
    }
    expect(await bench.ask('relay', 'three')).toMatchObject({ status: 502 });
    for (const [index, server] of servers.entries()) {
      const [token = '', secret, ...more] = bearersOf(server);
      expect(`${decodeJwt(token).aud}/.default`).toBe(TOKEN_SCOPES[index === 1 ? 1 : 0]);
      expect([secret, ...more]).toEqual([`ek_canary_of_${REGIONS[index]}`]);
    }
  });
});

function urlOf(index: number): string {
  return bench.system.azure.elsewhere[index - 1]?.url ?? bench.system.azure.urls.openai;
}
