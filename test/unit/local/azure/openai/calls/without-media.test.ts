/** Calls that are entries in a table: as many as a storm wants, and nothing is open for them. */
import { mintSecret, postOffer } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { useOffers } from './offers.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
const offers = useOffers(voice);

test('a call without media has an answer, an id and a state of its own, and no socket', async () => {
  voice.azure.switches.set('calls.media', 'off');
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('UDP')).length;
  const before = sockets();
  const { status, text, headers } = await offers.post();
  expect([status, text.slice(0, 5), text.includes('m=audio 9 ')]).toEqual([201, 'v=0\r\n', true]);
  const id = headers.get('location')?.split('/').at(-1);
  expect(voice.azure.calls.list()).toEqual([{ id, since: expect.any(String), state: 'without-media' }]);
  expect(sockets()).toBeLessThanOrEqual(before);
  await voice.azure.calls.hangUp(id ?? '');
  expect(voice.azure.calls.ended().at(-1)).toMatchObject({ id, by: 'control' });
});

test('ends after its maximum', async () => {
  voice.azure.switches.set('calls.media', 'off');
  voice.azure.switches.set('calls.maxSeconds', 1);
  const { headers } = await offers.post();
  await until(
    () => voice.azure.calls.list().length === 0,
    () => 'the end of the call',
  );
  const ended = voice.azure.calls.ended().at(-1);
  expect(ended).toMatchObject({ id: headers.get('location')?.split('/').at(-1), by: 'maximum' });
});

test('a thousand are open at once and are gone with the hang-ups', async () => {
  voice.azure.switches.set('calls.media', 'off');
  const secret = await mintSecret(voice.resource);
  const posted = Array.from({ length: 1_000 }, () => postOffer(voice.resource, secret, offers.good));
  const statuses = new Set((await Promise.all(posted)).map(({ status }) => status));
  expect([...statuses]).toEqual([201]);
  const open = voice.azure.calls.list();
  expect(open).toHaveLength(1_000);
  await Promise.all(open.map(({ id }) => voice.azure.calls.hangUp(id)));
  expect(voice.azure.calls.list()).toEqual([]);
});
