/** Real calls, ICE, DTLS, SRTP and SCTP included: what is said, and what comes back. */
import { narrow, PACKETS_OF_SILENCE, QUIET } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { SPOKEN_TURN, withoutRepeats } from './dialogue-bench.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();

test('what the user says comes back packet by packet, framed by events in the recorded order', async () => {
  const caller = await voice.call();
  const said = [...caller.speak(20), ...caller.speak(PACKETS_OF_SILENCE, QUIET)];
  await caller.event('output_audio_buffer.stopped');
  expect(caller.heard).toEqual(said);
  expect(withoutRepeats(caller.types())).toEqual(['session.created', ...SPOKEN_TURN]);
});

test('a second turn is heard and answered as the first', async () => {
  const caller = await voice.call();
  caller.speak(5);
  caller.speak(PACKETS_OF_SILENCE, QUIET);
  await caller.event('output_audio_buffer.stopped');
  const before = caller.heard.length;
  const said = [...caller.speak(8), ...caller.speak(PACKETS_OF_SILENCE, QUIET)];
  await caller.event('output_audio_buffer.stopped', 2);
  expect(caller.heard.slice(before)).toEqual(said);
});

test('speech during the answer cuts it off', async () => {
  const caller = await voice.call();
  caller.speak(200);
  caller.speak(PACKETS_OF_SILENCE, QUIET);
  await until(
    () => caller.heard.length > 5,
    () => 'the answer',
  );
  caller.speak(3);
  await caller.event('response.done');
  expect(caller.types()).not.toContain('output_audio_buffer.stopped');
  expect(await caller.event('output_audio_buffer.cleared')).toMatchObject({ response_id: /^resp_/ });
  expect(caller.heard.length).toBeLessThan(200);
});

test('written words come back written', async () => {
  const caller = await voice.call({ session: { output_modalities: ['text'] } });
  const content = [{ type: 'input_text', text: 'Good morning.' }];
  caller.say({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  caller.say({ type: 'response.create' });
  expect(await caller.event('response.output_text.done')).toMatchObject({ text: 'Good morning.' });
  expect(caller.heard).toEqual([]);
});

test('G.711 is spoken with whoever has no Opus', async () => {
  const caller = await voice.call({ codecs: [narrow('PCMU', 0)] });
  const said = [...caller.speak(5), ...caller.speak(PACKETS_OF_SILENCE, QUIET)];
  await caller.event('output_audio_buffer.stopped');
  expect(caller.heard).toEqual(said);
});

test('with the browser’s filter exactly the documented events arrive, and the sound does as well', async () => {
  const caller = await voice.call({ query: '?webrtcfilter=on&model=gpt-realtime-mini' });
  await until(
    () => caller.channel.readyState === 'open',
    () => 'the channel',
  );
  caller.say({ type: 'session.update', session: {} });
  // Without session.created nothing tells when the service listens; what comes too early is not heard.
  await until(
    () => caller.speak(1) && caller.types().length > 0,
    () => 'that speech is heard',
  );
  caller.speak(PACKETS_OF_SILENCE, QUIET);
  await caller.event('output_audio_buffer.stopped');
  expect(caller.heard.length).toBeGreaterThan(0);
  expect(withoutRepeats(caller.types())).toEqual([
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'conversation.item.added',
    'output_audio_buffer.started',
    'response.output_audio_transcript.delta',
    'response.output_audio_transcript.done',
    'output_audio_buffer.stopped',
  ]);
});

test('twenty calls at once are twenty conversations', async () => {
  const callers = await Promise.all(Array.from({ length: 20 }, () => voice.call()));
  expect(voice.azure.calls.list()).toHaveLength(20);
  expect(new Set(callers.map(({ id }) => id)).size).toBe(20);
  const said = callers.map((caller) => [...caller.speak(4), ...caller.speak(PACKETS_OF_SILENCE, QUIET)]);
  await Promise.all(callers.map((caller) => caller.event('output_audio_buffer.stopped')));
  expect(callers.map(({ heard }) => heard)).toEqual(said);
});

test('no DTLS record has the number of another one, Finished included', async () => {
  const records: string[] = [];
  const caller = await voice.call({
    received(datagram) {
      // RFC 6347, 4.1: type, version, epoch and number. RFC 7983: DTLS has the types from 20 to 63.
      const type = datagram[0] ?? 0;
      if (type >= 20 && type <= 63) records.push(datagram.subarray(3, 11).toString('hex'));
    },
  });
  for (let index = 0; index < 10; index += 1) caller.say({ type: 'response.cancel' });
  await caller.event('error', 10);
  expect(records.length).toBeGreaterThan(15);
  expect(new Set(records).size).toBe(records.length);
});

test('a caller that is slow to answer the handshake gets its question twice, and is connected all the same', async () => {
  let clientHellos = 0;
  await voice.call({
    received(datagram) {
      const isClientHello = datagram[0] === 22 && datagram[13] === 1;
      if (!isClientHello) return;
      clientHellos += 1;
      // Longer than the half second after which the service asks again; nothing else runs in the meantime.
      if (clientHellos === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    },
  });
  expect(clientHellos).toBeGreaterThan(2);
});
