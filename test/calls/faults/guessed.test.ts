/** Whoever guesses ids learns nothing: somebody else's call, none, and what is no id are one and the same. */
import type { StorageRequest } from '../../support/storage-proxy.ts';
import { type FaultBench, type Instance, startFaultBench } from './fault-bench.ts';

/** Of each answer alone. */
const OWN = /^(?:date|x-request-id)$/;
const DURATION = /dur=[\d.]+/g;

let bench: FaultBench;
let instance: Instance;
beforeAll(async () => {
  bench = await startFaultBench();
  instance = await bench.start();
});
afterAll(() => bench.stop());

async function guess(person: string, id: string) {
  const before = instance.storage.requests.length;
  const response = await fetch(`${instance.host.url}/api/realtime/calls/${id}/hangup`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await bench.azure.callerToken({ sub: person, oid: undefined })}` },
  });
  const body = await response.text();
  const requestId = response.headers.get('x-request-id') ?? '';
  const nameless = ({ method, path }: StorageRequest) => `${method} ${decodeURIComponent(path).replace(id, '{id}')}`;
  return {
    answer: {
      status: response.status,
      headers: [...response.headers]
        .filter(([name]) => !OWN.test(name))
        .map(([name, value]) => `${name}: ${value.replaceAll(DURATION, 'dur')}`),
      body: body.replaceAll(requestId, '{request id}'),
    },
    // A sweep asks of the calls and not of an id.
    asked: instance.storage.requests
      .slice(before)
      .filter((request) => nameless(request).includes('{id}'))
      .map(nameless)
      .sort(),
  };
}

test('by status, headers and body, nor by what the tables are asked', async () => {
  const owner = bench.aPerson();
  const { id } = await bench.relay(instance, owner);
  const guesser = bench.aPerson();
  const stranger = await guess(guesser, id);
  const unknown = await guess(guesser, `rtc_${'0'.repeat(32)}`);
  expect(stranger.answer.status).toBe(404);
  expect(stranger.asked).toHaveLength(2);
  expect(unknown).toEqual(stranger);
  for (const malformed of ['no-call', 'rtc_', `${id}!`]) {
    expect(await guess(guesser, malformed)).toEqual({ answer: stranger.answer, asked: [] });
  }
  expect(bench.isLive(id)).toBe(true);
  expect((await bench.hangUp(instance, owner, id)).status).toBe(200);
});
