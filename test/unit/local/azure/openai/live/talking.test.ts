/** Real sessions, ICE, DTLS, SRTP and SCTP included: what is said, what comes back, and what a sideband hears of it. */
import { QUIET } from '../../../../../calls/caller.ts';
import { useLive } from './live.ts';

const live = useLive();
/** Ends a turn. */
const PACKETS_OF_SILENCE = 25;

test('what the page says comes back packet by packet, and both sides are transcribed', async () => {
  live.azure.switches.set('live.delegates', 'never');
  const page = await live.talk();
  const said = [...page.speak(40), ...page.speak(PACKETS_OF_SILENCE, QUIET)];
  await page.event('session.output_transcript.delta', 2);
  expect(said.slice(0, page.heard.length)).toEqual(page.heard);
  expect(new Set(page.types())).toEqual(
    new Set(['session.started', 'session.input_transcript.delta', 'session.output_transcript.delta']),
  );
});

test('it is heard while it speaks, and speaks on', async () => {
  const page = await live.talk();
  page.speak(100);
  page.speak(PACKETS_OF_SILENCE, QUIET);
  await page.event('session.output_transcript.delta');
  const heard = page.types().filter((type) => type === 'session.input_transcript.delta').length;
  const spoken = page.heard.length;
  page.speak(30);
  await page.event('session.input_transcript.delta', heard + 1);
  await page.event('session.output_transcript.delta', 3);
  expect(page.heard.length).toBeGreaterThan(spoken);
});

test('silent media tells of what is said, and has no sound', async () => {
  live.azure.switches.set('live.media', 'silent');
  const page = await live.talk();
  page.say({ type: 'session.commentary.append', content: 'Welcome.', delegation_id: null });
  await page.event('session.output_transcript.delta');
  expect(page.heard).toEqual([]);
});

test('media that is blocked does not connect, though there is an answer', async () => {
  live.azure.switches.set('live.media', 'blocked');
  const { text } = await live.create();
  expect(JSON.parse(text).transport.sdp).toMatch(/^a=candidate:.* 127\.0\.0\.1 1024 typ host/m);
});

describe('the sound for a sideband', () => {
  const SOUND = ['session.input_audio.append', 'session.output_audio.delta'];

  test('is none', async () => {
    const page = await live.talk();
    const sideband = await live.attach(page.id);
    page.speak(40);
    page.speak(PACKETS_OF_SILENCE, QUIET);
    await sideband.event('session.output_transcript.delta');
    expect(sideband.types().filter((type) => SOUND.includes(type))).toEqual([]);
  });

  test('is by switch that of both directions, without ids, and not for the page', async () => {
    live.azure.switches.set('live.reflectedAudio', 'on');
    const page = await live.talk();
    const sideband = await live.attach(page.id);
    page.speak(40);
    page.speak(PACKETS_OF_SILENCE, QUIET);
    const [heard, spoken] = [await sideband.event(SOUND[0] ?? ''), await sideband.event(SOUND[1] ?? '')];
    // 20 ms of PCM, 16 bit, 24 kHz.
    expect(Buffer.from(String(heard['audio']), 'base64')).toHaveLength(960);
    expect(Buffer.from(String(spoken['delta']), 'base64')).toHaveLength(960);
    expect(Number(spoken['end_ms']) - Number(spoken['start_ms'])).toBe(20);
    expect([heard, spoken].filter((event) => 'event_id' in event)).toEqual([]);
    expect(page.types().filter((type) => SOUND.includes(type))).toEqual([]);
  });
});

test('moderation ends the session for page and sideband by switch', async () => {
  live.azure.switches.set('live.moderation', 'ends');
  const page = await live.talk();
  const sideband = await live.attach(page.id);
  page.say({ type: 'session.instructions.append', content: 'Something.', delegation_id: null });
  for (const each of [page, sideband]) expect(await each.event('session.closed')).toMatchObject({ reason: 'content' });
  expect(live.howEnded(page.id)).toBe('content');
});
