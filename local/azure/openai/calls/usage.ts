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

export function toUsage(input: Amount, output: Amount): RealtimeResponseUsage {
  const heard = toTokens(input, INPUT_MS_PER_TOKEN);
  const said = toTokens(output, OUTPUT_MS_PER_TOKEN);
  const [inputTokens, outputTokens] = [heard.text + heard.audio, said.text + said.audio];
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: heard.text,
      audio_tokens: heard.audio,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
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
