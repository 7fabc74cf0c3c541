/** The parrot of GPT-Live: what it tells of what it hears and says, and what it hands on. */
import { aLiveDialogue, SILENCE, type Told } from './live-bench.ts';

afterEach(() => jest.useRealTimers());
// The minute of usage is not waited for.
beforeEach(() => jest.useFakeTimers());

const HEARD = 'session.input_transcript.delta';
const SAID = 'session.output_transcript.delta';
const span = ({ start_ms, end_ms }: Told) => [Number(start_ms), Number(end_ms)] as const;
const lengthOf = (delta: Told) => span(delta)[1] - span(delta)[0];
const isRising = (deltas: readonly Told[]) =>
  deltas.every((delta, index) => {
    const before = deltas[index - 1];
    return before === undefined || span(delta)[0] >= span(before)[1];
  });

describe('transcripts', () => {
  test('of speech come while it lasts, in fragments of 100 to 600 ms, each after the one before', () => {
    const { speak, of } = aLiveDialogue();
    speak(50);
    const early = of(HEARD).length;
    speak(50);
    speak(25, 100);
    const deltas = of(HEARD);
    expect([early > 0, deltas.length > early, isRising(deltas)]).toEqual([true, true, true]);
    for (const delta of deltas) {
      expect(lengthOf(delta)).toBeGreaterThanOrEqual(100);
      expect(lengthOf(delta)).toBeLessThanOrEqual(600);
    }
    expect(deltas.map(({ delta }) => delta).join('')).toContain('nobody transcribes');
  });

  test('of nothing said, and of a click, are none', () => {
    const { speak, of } = aLiveDialogue();
    speak(100, 100);
    speak(2);
    speak(100, 100);
    expect(of(HEARD)).toEqual([]);
  });

  test('of what is played back come as it is heard, and rise', () => {
    const { speakTurn, of, play, playing } = aLiveDialogue();
    speakTurn();
    expect([playing()?.length, of(SAID)]).toEqual([expect.any(Number), []]);
    play(60);
    const early = of(SAID).length;
    play();
    expect([early > 0, of(SAID).length > early, isRising(of(SAID))]).toEqual([true, true, true]);
    expect(playing()).toBeUndefined();
  });

  test('of both sides interleave: it speaks on while it is spoken to', () => {
    const { speakTurn, speak, play, clear, told } = aLiveDialogue();
    speakTurn();
    clear();
    for (let round = 0; round < 4; round += 1) {
      speak(20);
      play(20);
    }
    const sides = told.map(({ type }) => type).filter((type) => type === HEARD || type === SAID);
    expect(new Set(sides)).toEqual(new Set([HEARD, SAID]));
    expect(sides.join()).toMatch(new RegExp(`${SAID}.*${HEARD}.*${SAID}`));
  });

  test('are none while it is muted, and what is being said goes on', () => {
    const { speakTurn, speak, say, play, of } = aLiveDialogue();
    speakTurn();
    const heard = of(HEARD).length;
    say({ type: 'session.input_audio.mute' });
    speak(60);
    play();
    expect([of(HEARD).length, of(SAID).length > 0]).toEqual([heard, true]);
    say({ type: 'session.input_audio.unmute' });
    speak(60);
    expect(of(HEARD).length).toBeGreaterThan(heard);
  });
});

describe('what is appended', () => {
  test.each(['instructions', 'commentary'])('as %s is said, with silence for its sound', (kind) => {
    const { say, play, playing, of } = aLiveDialogue();
    say({ type: `session.${kind}.append`, content: 'Welcome to the zoo.', delegation_id: null });
    expect(new Set(playing())).toEqual(new Set([SILENCE]));
    play();
    expect(
      of(SAID)
        .map(({ delta }) => delta)
        .join(''),
    ).toBe('Welcome to the zoo.');
  });

  test('as thinking is not said', () => {
    const { say, playing } = aLiveDialogue();
    say({ type: 'session.thinking.append', content: 'Welcome to the zoo.', delegation_id: null });
    expect(playing()).toBeUndefined();
  });

  test('is said one after the other', () => {
    const { say, play, of } = aLiveDialogue();
    for (const content of ['One.', 'Two.']) say({ type: 'session.commentary.append', content, delegation_id: null });
    play();
    expect(of(SAID).map(({ delta }) => delta)).toEqual(['One.', 'Two.']);
  });
});

describe('a delegation to the client', () => {
  test('comes with the first turn alone, and takes what is appended for it', () => {
    const { speakTurn, say, of } = aLiveDialogue();
    speakTurn();
    speakTurn();
    const [created, ...more] = of('session.delegation.created');
    expect([created, more]).toEqual([
      {
        type: 'session.delegation.created',
        offset_ms: expect.any(Number),
        delegation: { id: expect.stringMatching(/^item_delegation_/), type: 'delegation', target: 'client' },
      },
      [],
    ]);
    const delegation_id = Object(created?.['delegation']).id;
    say({ type: 'session.commentary.append', content: 'It is noon.', delegation_id });
    expect([of('error'), of('session.commentary.appended').length]).toEqual([[], 1]);
  });

  test.each([
    ['each-turn', 2],
    ['never', 0],
  ])('comes by switch %s', (value, count) => {
    const { speakTurn, of } = aLiveDialogue({}, { 'live.delegates': value });
    speakTurn();
    speakTurn();
    expect(of('session.delegation.created')).toHaveLength(count);
  });
});

describe('a delegation to Responses', () => {
  const responses = (config: Record<string, unknown> = {}) => ({
    delegation: {
      type: 'responses' as const,
      responses: { model: 'gpt-4o', tools: [{ type: 'function' as const, name: 'get_time' }], ...config },
    },
  });
  const CALLED = [
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.output_item.done',
    'response.completed',
  ];

  test('calls the first function, in nested events with one delegation, and snapshots without output', () => {
    const { speakTurn, of, nested } = aLiveDialogue(responses());
    speakTurn();
    const [created] = of('session.delegation.created');
    const { id, target, response_id } = Object(created?.['delegation']);
    expect([target, nested()]).toEqual(['responses', CALLED]);
    const events = of('response.event');
    expect(new Set(events.map(({ delegation_id }) => delegation_id))).toEqual(new Set([id]));
    expect(events.map(({ event }) => Object(event).sequence_number)).toEqual(CALLED.map((_type, index) => index));
    expect(Object(events.at(-1)?.['event']).response).toMatchObject({
      id: response_id,
      status: 'completed',
      output: [],
      tools: [],
      usage: { total_tokens: expect.any(Number) },
    });
    expect(Object(events.at(-2)?.['event']).item).toMatchObject({ name: 'get_time', arguments: '{}' });
  });

  test.each([
    ['absent', 'response.in_progress'],
    ['sent', 'response.created'],
  ])('goes on with the function’s output, response.created %s by switch, and says it', (value, first) => {
    const { speakTurn, say, play, clear, nested, of } = aLiveDialogue(responses(), {
      'live.continuationCreated': value,
    });
    speakTurn();
    play();
    clear();
    say({ type: 'response.item.create', item: { type: 'function_call_output', call_id: 'call_1', output: 'Noon.' } });
    expect(of('response.event')).toEqual([]);
    say({ type: 'response.create' });
    expect([nested()[0], nested().at(-1)]).toEqual([first, 'response.completed']);
    expect(nested()).toContain('response.output_text.done');
    play();
    expect(of(SAID).map(({ delta }) => delta)).toEqual(['Noon.']);
  });

  test.each([
    ['there is no function', responses({ tools: [] })],
    ['no function may be called', responses({ tool_choice: 'none' })],
  ])('writes where %s', (_why, session) => {
    const { speakTurn, nested } = aLiveDialogue(session);
    speakTurn();
    expect(nested()).toContain('response.output_text.done');
    expect(nested()).not.toContain('response.function_call_arguments.done');
  });
});

describe('moderation', () => {
  test('is off, and by switch ends the session at a turn or a text', () => {
    const calm = aLiveDialogue();
    calm.speakTurn();
    expect(calm.closed).toEqual([]);
    const spoken = aLiveDialogue({}, { 'live.moderation': 'ends' });
    spoken.speakTurn();
    const written = aLiveDialogue({}, { 'live.moderation': 'ends' });
    written.say({ type: 'session.thinking.append', content: 'Something.', delegation_id: null });
    expect([spoken.closed, written.closed]).toEqual([['content'], ['content']]);
  });

  test('by switch cuts what is said, with an error, and the session goes on', () => {
    const { speakTurn, playing, of, closed } = aLiveDialogue({}, { 'live.moderation': 'cuts' });
    speakTurn();
    expect([playing(), of('error').length, closed]).toEqual([undefined, 1, []]);
  });
});
