/** Tokens by rules of thumb: nothing is counted by a model here, but the members are there and add up. */
import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import { PACKET_MS } from './hearing.ts';

export interface Amount {
  readonly characters: number;
  readonly packets: number;
}

const CHARACTERS_PER_TOKEN = 4;
const INPUT_MS_PER_TOKEN = 100;
const OUTPUT_MS_PER_TOKEN = 50;

/** What a response is made from, beside what was heard and said before. */
export interface Heard extends Amount {
  /** Characters: they are read again each time. */
  readonly instructions: number;
}

const NOTHING: Amount = { characters: 0, packets: 0 };

/**
 * Of one call: each response reads the whole conversation again, and what the one before has read is cached, which is
 * part of the input. The names are recorded, the numbers a rule of thumb.
 */
export function createUsageCounter(): (heard: Heard, said?: Amount) => RealtimeResponseUsage {
  let conversation = NOTHING;
  let cached = NOTHING;
  return (heard, said = NOTHING) => {
    conversation = plus(conversation, heard);
    const input = plus(conversation, { characters: heard.instructions, packets: 0 });
    const usage = toUsage({ input, cached, output: said });
    conversation = plus(conversation, said);
    cached = input;
    return usage;
  };
}

function plus(one: Amount, other: Amount): Amount {
  return { characters: one.characters + other.characters, packets: one.packets + other.packets };
}

interface Amounts {
  readonly input: Amount;
  readonly cached: Amount;
  readonly output: Amount;
}

function toUsage({ input, cached, output }: Amounts): RealtimeResponseUsage {
  const heard = toTokens(input, INPUT_MS_PER_TOKEN);
  const said = toTokens(output, OUTPUT_MS_PER_TOKEN);
  const before = toTokens(cached, INPUT_MS_PER_TOKEN);
  // Instructions may have become shorter.
  const again = { text: Math.min(before.text, heard.text), audio: Math.min(before.audio, heard.audio) };
  const [inputTokens, outputTokens] = [heard.text + heard.audio, said.text + said.audio];
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: heard.text,
      audio_tokens: heard.audio,
      image_tokens: 0,
      cached_tokens: again.text + again.audio,
      cached_tokens_details: { text_tokens: again.text, audio_tokens: again.audio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: said.text, audio_tokens: said.audio },
  };
}

function toTokens({ characters, packets }: Amount, msPerToken: number) {
  return {
    text: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    audio: Math.ceil((packets * PACKET_MS) / msPerToken),
  };
}
