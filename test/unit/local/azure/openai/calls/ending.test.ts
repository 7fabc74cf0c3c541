/** How a call ends, whoever ends it, and that nothing of it is left. */

import {
  anOffer,
  CALLS_PATH,
  type Caller,
  call,
  mintSecret,
  PACKETS_OF_SILENCE,
  postOffer,
  QUIET,
  resourceOf,
} from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { startTestAzure } from '../../../../../support/start-test-azure.ts';
import { send } from '../../clients.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();

const noCalls = () =>
  until(
    () => voice.azure.calls.list().length === 0,
    () => 'no open call',
  );

const channelClosed = ({ channel }: Caller) =>
  until(
    () => channel.readyState === 'closed',
    () => 'a closed channel',
  );

const howEnded = ({ id }: Caller) => voice.azure.calls.ended().find((call) => call.id === id)?.by;

const hangUp = (id: string) =>
  send(voice.azure, `${voice.resource.url}${CALLS_PATH}/${id}/hangup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${voice.resource.token}` },
  });

describe('the caller', () => {
  test('that closes its peer is gone', async () => {
    const caller = await voice.call();
    await caller.close();
    await noCalls();
    expect(howEnded(caller)).toBe('caller');
  });

  test('that closes its channel is gone', async () => {
    const caller = await voice.call();
    caller.channel.close();
    await noCalls();
    expect(howEnded(caller)).toBe('caller');
  });

  test('that is neither heard nor checks the line any more is gone after some seconds', async () => {
    const caller = await voice.call();
    caller.speak(3);
    await caller.event('input_audio_buffer.speech_started');
    // As a page that is closed by force: its sockets are there no more, and nothing is said.
    for (const { connection } of caller.pc.iceTransports) await connection.close();
    const silentAt = performance.now();
    await noCalls();
    expect(performance.now() - silentAt).toBeGreaterThan(2_500);
    expect(howEnded(caller)).toBe('lost');
  });
});

describe('media', () => {
  test('that is blocked does not connect, though there is an answer and another call does', async () => {
    voice.azure.switches.set('calls.media', 'blocked');
    const caller = await call(voice.resource);
    try {
      expect(caller.status).toBe(201);
      expect(caller.answer).toMatch(/^a=candidate:.* 127\.0\.0\.1 1024 typ host/m);
      voice.azure.switches.reset();
      const other = await voice.call();
      expect(voice.azure.calls.list()).toEqual([
        expect.objectContaining({ id: caller.id, state: 'connecting' }),
        expect.objectContaining({ id: other.id, state: 'connected' }),
      ]);
    } finally {
      await caller.close();
      await voice.azure.calls.hangUp(caller.id);
    }
  });

  test('that is silent tells of sound and has none', async () => {
    voice.azure.switches.set('calls.media', 'silent');
    const caller = await voice.call();
    caller.speak(5);
    caller.speak(PACKETS_OF_SILENCE, QUIET);
    await caller.event('output_audio_buffer.stopped');
    expect(caller.heard).toEqual([]);
  });
});

test('a call ends after its maximum, which the session has told', async () => {
  voice.azure.switches.set('calls.maxSeconds', 1);
  const before = Math.floor(Date.now() / 1_000);
  const caller = await voice.call();
  const { expires_at } = Object((await caller.event('session.created'))['session']);
  expect(expires_at).toBeGreaterThanOrEqual(before + 1);
  expect(expires_at).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000) + 1);
  await channelClosed(caller);
  expect(voice.azure.calls.list()).toEqual([]);
  expect(howEnded(caller)).toBe('maximum');
});

test('without a shorter maximum a session ends an hour after its start', async () => {
  const caller = await voice.call();
  const { expires_at } = Object((await caller.event('session.created'))['session']);
  expect(Math.abs(expires_at - Date.now() / 1_000 - 3_600)).toBeLessThan(10);
});

test('stop ends every call, those too that are just being opened', async () => {
  const azure = await startTestAzure();
  const resource = await resourceOf(azure);
  const caller = await call(resource);
  await caller.event('session.created');
  const secret = await mintSecret(resource);
  const offers = [await anOffer(), await anOffer()];
  const posted = offers.map((offer) => postOffer(resource, secret, offer).catch(() => undefined));
  await until(
    () => azure.requests.count('openai', ({ path }) => path === CALLS_PATH) === 3,
    () => 'that the offers have arrived',
  );
  await azure.stop();
  await Promise.all(posted);
  expect(azure.calls.list()).toEqual([]);
  const ended = azure.calls.ended();
  expect(ended.map(({ by }) => by)).toEqual(ended.map(() => expect.stringMatching(/^(?:stop|unanswered)$/)));
  expect(ended).toContainEqual(expect.objectContaining({ id: caller.id, by: 'stop' }));
  await channelClosed(caller);
  await caller.close();
});

test('after calls that have ended in each way no socket is open', async () => {
  const callers = await Promise.all([voice.call(), voice.call(), voice.call()]);
  const [byHangUp, byPeer, byChannel] = callers;
  await hangUp(byHangUp?.id ?? '');
  await byPeer?.close();
  byChannel?.channel.close();
  await noCalls();
  await Promise.all(callers.map((caller) => caller.close()));
  await until(
    () => !process.getActiveResourcesInfo().some((kind) => kind.startsWith('UDP')),
    () => `no socket among ${process.getActiveResourcesInfo().join(', ')}`,
  );
});
