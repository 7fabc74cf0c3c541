/** Each entry of the catalogue that an answer over HTTP leads to, brought about through the bundle. */
import { anOffer } from '../support/sdp.ts';
import { HTTP_SYMPTOMS } from './http-symptoms.ts';
import { type Answer, type System, startSystem } from './system.ts';

/** Settings older than this are polled at the next request. */
const POLL_MS = 37_000;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

async function ask(way: 'mint' | 'relay'): Promise<Answer> {
  return way === 'mint' ? system.mint() : system.call(anOffer());
}

test.each(HTTP_SYMPTOMS)('$id comes first for what leads to it', async ({ id, way, switches = {}, settings = {} }) => {
  for (const [name, value] of Object.entries(switches)) system.azure.switches.set(name, value);
  const before = new Map(Object.keys(settings).map((key) => [key, system.azure.settings.get(key)]));
  for (const [key, value] of Object.entries(settings)) system.azure.settings.set(key, value);
  // The first request after the change is served with the old settings, while the new ones are fetched behind.
  if (before.size > 0) await system.advance(POLL_MS).then(() => ask(way));
  const answer = await ask(way);
  const requestId = answer.headers.get('x-request-id');
  await system.until(async () => (await system.logged(way)).some((line) => line['requestId'] === requestId));
  const [line] = (await system.logged(way)).filter((candidate) => candidate['requestId'] === requestId);
  expect(line).toMatchObject({ diagnosis: id });
  system.azure.switches.reset();
  for (const [key, value] of before) system.azure.settings.set(key, value ?? '');
  // Waits are remembered for a minute at most.
  await system.advance(before.size > 0 ? POLL_MS : 60_000);
});
