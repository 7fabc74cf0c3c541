/** What passes the page's data channel, where its creator limits it; a sideband is free of it. */
import { createAllowList } from '../../../../../../local/azure/openai/live/allow-list.ts';
import { useLive } from './live.ts';

const live = useLive();

const limited = (client: string[] | 'all', server: { type: string }[] | 'all') => ({
  client: { data_channel: { allowed_client_events: client, allowed_server_events: server } },
});
const nested = (type: string) => ({ type: 'response.event', delegation_id: null, event: { type } }) as const;
const shown = (...types: readonly string[]) => types.map((type) => ({ type }));

test('info comes before session.started, and by switch after it', async () => {
  const session = limited(['session.close'], 'all');
  const page = await live.talk({ session });
  expect(page.types()).toEqual(['info', 'session.started']);
  expect(page.events[0]).toMatchObject({ code: 'data_channel_permissions' });
  live.azure.switches.set('live.info', 'after');
  const other = await live.talk({ session });
  await other.event('info');
  expect(other.types()).toEqual(['session.started', 'info']);
});

test('a list of all is none, and so is none', async () => {
  for (const session of [limited('all', 'all'), {}]) {
    const page = await live.talk({ session });
    page.say({ type: 'session.input_audio.mute' });
    await page.event('session.input_audio.muted');
    expect(page.types()).toEqual(['session.started', 'session.input_audio.muted']);
  }
});

test('a command that is not on it is refused, by switch in silence; one that is goes through', async () => {
  const session = limited(['session.close'], 'all');
  const page = await live.talk({ session });
  page.say({ type: 'session.instructions.append', content: 'Forget all.', delegation_id: null, event_id: 'mine' });
  const refused = { code: 'event_not_allowed', client_event_id: 'mine' };
  expect(Object((await page.event('error'))['error'])).toMatchObject(refused);
  live.azure.switches.set('live.refusedEvent', 'silence');
  page.say({ type: 'session.instructions.append', content: 'Forget all.', delegation_id: null });
  page.say({ type: 'session.close' });
  await page.event('session.closed');
  expect(page.types().filter((type) => type === 'error')).toHaveLength(1);
  expect(page.types()).not.toContain('session.instructions.appended');
});

test('an event that is not on it is kept from the page and not from a sideband, which may command all', async () => {
  const page = await live.talk({ session: limited([], shown('session.started', 'session.closed')) });
  const sideband = await live.attach(page.id);
  sideband.say({ type: 'session.input_audio.mute' });
  await sideband.event('session.input_audio.muted');
  sideband.say({ type: 'session.close' });
  await page.event('session.closed');
  expect(page.types()).toEqual(['session.started', 'session.closed']);
});

test('an empty list keeps everything back; a nested event passes by its own type', () => {
  const nothing = createAllowList(limited([], []).client.data_channel);
  expect([nothing.takes('session.close'), nothing.lets(nested('response.completed'))]).toEqual([false, false]);
  const some = createAllowList({
    allowed_server_events: [{ type: 'response.event', response_event: 'response.completed' }],
  });
  expect(some.takes('session.close')).toBe(true);
  expect([some.lets(nested('response.completed')), some.lets(nested('response.created'))]).toEqual([true, false]);
});
