/** A dialogue without a call around it: what is said to it, what it says, and a playback that ends when a test wants. */

import { createCallSession } from '../../../../../../local/azure/openai/calls/call-session.ts';
import { CALL_SWITCHES } from '../../../../../../local/azure/openai/calls/call-switches.ts';
import { createDialogue } from '../../../../../../local/azure/openai/calls/dialogue.ts';
import type { RealtimeSession } from '../../../../../../local/azure/openai/session-schema.ts';
import { createSwitches, type SwitchBoard } from '../../../../../../local/kit/switches.ts';

export type Told = Readonly<Record<string, unknown>> & { readonly type: string };

export interface DialogueBench {
  readonly switches: SwitchBoard;
  readonly told: readonly Told[];
  types(): readonly string[];
  /** All of that type. */
  of(type: string): readonly Told[];
  /** The only one of that type. */
  one(type: string): Told;
  /** Forgets what was told until now. */
  clear(): void;
  say(event: Record<string, unknown> | string): void;
  /** A user's words, and the wish for a response. */
  write(text: string, response?: Record<string, unknown>): void;
  speak(packets: number, level?: number): void;
  /** Speech, and the silence that ends a turn. */
  speakTurn(): void;
  /** What plays now. */
  playing(): readonly Buffer[] | undefined;
  /** Lets it come to its end. */
  playToEnd(): void;
}

export const SILENCE = Buffer.from('silence');
const FACTS = { id: 'sess_000000000000000000001', model: 'gpt-realtime', expiresAt: 1_784_859_437 };

/** @param settings switches that are thrown before the dialogue begins. */
export function aDialogue(
  session: Partial<RealtimeSession> = {},
  settings: Readonly<Record<string, string>> = {},
): DialogueBench {
  const switches = createSwitches(CALL_SWITCHES);
  for (const [name, value] of Object.entries(settings)) switches.set(name, value);
  const told: Told[] = [];
  let current: { packets: readonly Buffer[]; ended: () => void } | undefined;
  const stop = (): void => {
    current = undefined;
  };
  const dialogue = createDialogue({
    session: createCallSession({ type: 'realtime', model: FACTS.model, ...session }, FACTS),
    emit: (event) => told.push(JSON.parse(JSON.stringify(event))),
    playback: {
      play(packets, ended) {
        current = { packets, ended };
      },
      cut: stop,
      stop,
    },
    silence: SILENCE,
    switches,
    hasDeployment: (name) => name !== 'gpt-nothing',
  });
  dialogue.begin();
  const say = (event: Record<string, unknown> | string): void =>
    dialogue.receive(typeof event === 'string' ? event : JSON.stringify(event));
  const of = (type: string) => told.filter((event) => event.type === type);
  const speak = (packets: number, level = 10): void => {
    for (let index = 0; index < packets; index += 1) dialogue.hear({ payload: Buffer.from([level]), level });
  };
  return {
    switches,
    told,
    types: () => told.map(({ type }) => type),
    of,
    one(type) {
      const [only, ...more] = of(type);
      expect({ type, more, all: told.map((event) => event.type) }).toEqual({
        type,
        more: [],
        all: expect.arrayContaining([type]),
      });
      return only ?? { type };
    },
    clear() {
      told.length = 0;
    },
    say,
    write(text, response) {
      const content = [{ type: 'input_text', text }];
      say({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      say({ type: 'response.create', ...(response && { response }) });
    },
    speak,
    speakTurn() {
      speak(5);
      speak(10, 100);
    },
    playing: () => current?.packets,
    playToEnd() {
      const ended = current?.ended;
      stop();
      ended?.();
    },
  };
}

/** What is told of a spoken turn and its answer, in the recorded order. */
export const SPOKEN_TURN = [
  'input_audio_buffer.speech_started',
  'input_audio_buffer.speech_stopped',
  'input_audio_buffer.committed',
  'conversation.item.added',
  'conversation.item.done',
  'response.created',
  'response.output_item.added',
  'conversation.item.added',
  'response.content_part.added',
  'output_audio_buffer.started',
  'response.output_audio_transcript.delta',
  'response.output_audio_transcript.done',
  'response.content_part.done',
  'conversation.item.done',
  'response.output_item.done',
  'response.done',
  'output_audio_buffer.stopped',
];

/** Events that follow each other with the same type, as deltas do, once. */
export function withoutRepeats(types: readonly string[]): readonly string[] {
  return types.filter((type, index) => type !== types[index - 1]);
}
