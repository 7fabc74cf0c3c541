import { nextTurn } from '../../../../client/fake-clock.ts';
import { type Bench, type BenchOptions, connect, startBench } from '../call-bench.ts';

async function live(options: BenchOptions = {}): Promise<Bench> {
  const bench = startBench(options);
  await connect(bench);
  return bench;
}

test('sends what the person types as two events, and shows both', async () => {
  const bench = await live();
  bench.call.say('Hello there');
  const sent = bench.peer.channel?.sent.map((text) => JSON.parse(text).type);
  expect(sent).toEqual(['conversation.item.create', 'response.create']);
  const { events, conversation } = bench.state();
  expect(events.map(({ direction, type }) => [direction, type])).toEqual([
    ['out', 'conversation.item.create'],
    ['out', 'response.create'],
  ]);
  expect(conversation.turns).toEqual([{ who: 'you', text: 'Hello there', isOver: true }]);
});

describe('what the person types during an answer', () => {
  const typesOf = (bench: Bench) => bench.peer.channel?.sent.map((text) => JSON.parse(text).type);

  test('cancels it, and is answered once it is over', async () => {
    const bench = await live();
    bench.peer.channel?.hear({ type: 'response.created' });
    bench.call.say('Stop');
    bench.call.say('Another thing');
    const create = 'conversation.item.create';
    expect(typesOf(bench)).toEqual([create, 'response.cancel', create]);
    bench.peer.channel?.hear({ type: 'response.done', response: { status: 'cancelled' } });
    expect(typesOf(bench)).toEqual([create, 'response.cancel', create, 'response.create']);
    bench.peer.channel?.hear({ type: 'response.created' });
    bench.peer.channel?.hear({ type: 'response.done', response: { status: 'completed' } });
    expect(typesOf(bench)).toHaveLength(4);
  });

  test('is no trouble where the answer was faster than its cancellation', async () => {
    const bench = await live();
    bench.peer.channel?.hear({ type: 'error', error: { code: 'response_cancel_not_active' } });
    expect(bench.state().stages.speaking.failure).toBeUndefined();
  });
});

test('sends nothing while the channel is not open', async () => {
  const bench = startBench();
  await bench.reaches(({ stages }) => stages.ice.state === 'running');
  bench.call.say('Too early');
  expect(bench.state().events).toEqual([]);
});

test('hears the event that comes with the opening of the channel', async () => {
  const bench = startBench();
  await bench.reaches(({ stages }) => stages.ice.state === 'running');
  bench.peer.channel?.hear({ type: 'session.created' });
  expect(bench.state().events).toHaveLength(1);
});

describe('the first sound', () => {
  test('is there when it is heard', async () => {
    const bench = await live();
    bench.peer.receiveSound(0.2);
    await bench.pass(100);
    expect(bench.state().stages['first-audio'].state).toBe('ok');
  });

  test('is waited for as long as nobody has answered', async () => {
    const bench = await live();
    await bench.pass(60_000);
    expect(bench.state().stages['first-audio'].state).toBe('running');
  });

  test('is missed when the service plays an answer and no packet comes', async () => {
    const bench = await live();
    bench.peer.channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_200);
    const { stages, phase } = bench.state();
    expect(stages['first-audio'].failure).toMatchObject({ symptom: 'no_audio_back' });
    expect(phase).toBe('live');
  });

  test('is missed when it comes and the page’s audio element is paused', async () => {
    const bench = await live({ ports: { listen: () => () => false } });
    bench.peer.receiveSound(0.2);
    bench.peer.channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_200);
    expect(bench.state().stages['first-audio'].failure).toMatchObject({ measured: { isPlaying: false } });
  });

  test('never comes of a session that answers by text, which is told with its first answer', async () => {
    const bench = await live();
    bench.peer.channel?.hear({ type: 'session.created', session: { output_modalities: ['text'] } });
    bench.peer.channel?.hear({ type: 'response.done', response: { status: 'completed' } });
    expect(bench.state().stages['first-audio'].failure).toMatchObject({ measured: { outputModalities: 'text' } });
  });

  test('is not missed when packets of silence come, which is what a typed turn brings here', async () => {
    const bench = await live();
    bench.peer.receiveSound(0);
    bench.peer.channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_200);
    expect(bench.state().stages['first-audio'].state).toBe('running');
  });
});

describe('a line that breaks', () => {
  test('is the other end’s doing when the channel closes', async () => {
    const bench = await live();
    await bench.pass(1_000);
    bench.peer.channel?.close();
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.speaking.failure).toMatchObject({ symptom: 'channel_closed' });
    expect(bench.stoppedTracks()).toBe(1);
  });

  test('has reached its longest length when it closes at the session’s end', async () => {
    const bench = await live();
    const expiresAt = 1_800_000_000 + 5;
    bench.peer.channel?.hear({ type: 'session.created', session: { expires_at: expiresAt } });
    await bench.pass(5_000);
    bench.peer.channel?.close();
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.speaking.failure).toMatchObject({ symptom: 'call_limit_reached' });
  });

  test('shows a connection that is lost', async () => {
    const bench = await live();
    bench.peer.become('failed');
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.speaking.failure).toMatchObject({ symptom: 'ice_failed' });
  });
});

describe('what the service reports', () => {
  test.each([
    [
      'a failed response',
      {
        type: 'response.done',
        response: { status: 'failed', status_details: { error: { type: 'server_error', message: 'Sorry.' } } },
      },
      { type: 'response.done', code: 'server_error', message: 'Sorry.' },
    ],
    [
      'a response that was cut',
      { type: 'response.done', response: { status: 'incomplete', status_details: { reason: 'content_filter' } } },
      { type: 'response.done', code: 'content_filter' },
    ],
    [
      'a transcription without its deployment',
      { type: 'conversation.item.input_audio_transcription.failed', error: { code: 'DeploymentNotFound' } },
      { type: 'conversation.item.input_audio_transcription.failed', code: 'DeploymentNotFound' },
    ],
  ])('marks the conversation with %s, and goes on', async (_name, event, seen) => {
    const bench = await live();
    bench.peer.channel?.hear(event);
    const { stages, phase } = bench.state();
    expect(stages.speaking.failure).toEqual({ kind: 'event', event: seen });
    expect([phase, stages.speaking.state]).toEqual(['live', 'running']);
    bench.call.hangUp();
    expect(bench.state().stages.speaking.state).toBe('failed');
  });

  test.each([
    ['done well', { type: 'response.done', response: { status: 'completed' } }],
    [
      'interrupted by the person',
      { type: 'response.done', response: { status: 'cancelled', status_details: { reason: 'turn_detected' } } },
    ],
  ])('is no trouble when it is %s', async (_name, event) => {
    const bench = await live();
    bench.peer.channel?.hear(event);
    expect(bench.state().stages.speaking.failure).toBeUndefined();
  });
});

test('tells the quality of the line once a second', async () => {
  const bench = await live();
  bench.peer.stats.set('pair', {
    id: 'pair',
    type: 'candidate-pair',
    nominated: true,
    state: 'succeeded',
    currentRoundTripTime: 0.012,
  });
  await bench.pass(1_100);
  await nextTurn();
  expect(bench.state().quality).toMatchObject({ roundTripMs: 12 });
});
