/**
 * The model of this machine: it says again what it was told, in the form that it was told in. With a tool in the session
 * it can be made to call it, so that what follows can be seen without a model that decides.
 */
import { parseJson } from '../../../../src/lib/json.ts';
import type { RealtimeSession } from '../session-schema.ts';
import type { Item } from './server-events.ts';

export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  /** Without packets there is no voice that could say it: silence for about as long. */
  | { readonly kind: 'voice'; readonly transcript: string; readonly packets: readonly Buffer[] }
  | { readonly kind: 'tool'; readonly name: string; readonly arguments: string };

export interface Prompt {
  readonly item: Item | undefined;
  /** The user's own voice, when the item is spoken. */
  readonly voice: readonly Buffer[] | undefined;
  readonly modality: 'audio' | 'text';
  readonly tools: NonNullable<RealtimeSession['tools']>;
  readonly toolChoice: NonNullable<RealtimeSession['tool_choice']>;
  /** A spoken turn calls the first tool. */
  readonly hasToolOnSpeech: boolean;
}

/** Nobody has transcribed anything here, and the transcript says so. */
const VOICE_TRANSCRIPT = 'This is your own voice, played back; nobody has transcribed it.';
const NOTHING_HEARD = 'Nothing was said yet, and the emulated service only repeats.';
/** `call get_weather {"city":"Oslo"}` */
const TOOL_CALL = /^call (\S+)(?:\s+(\{.*\}))?\s*$/s;

export function chooseReply(prompt: Prompt): Reply {
  const { item, voice, modality } = prompt;
  if (item?.type === 'function_call_output') return say(item.output, modality);
  const text = item === undefined ? NOTHING_HEARD : textOf(item);
  const call = item && chooseTool(prompt, text);
  if (call) return call;
  if (!voice) return say(text, modality);
  return modality === 'text'
    ? say(VOICE_TRANSCRIPT, modality)
    : { kind: 'voice', transcript: VOICE_TRANSCRIPT, packets: voice };
}

function say(text: string, modality: Prompt['modality']): Reply {
  return modality === 'text' ? { kind: 'text', text } : { kind: 'voice', transcript: text, packets: [] };
}

function chooseTool({ voice, tools, toolChoice, hasToolOnSpeech }: Prompt, text: string): Reply | undefined {
  const names = tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
  if (toolChoice === 'none') return undefined;
  const [, asked, given = '{}'] = TOOL_CALL.exec(text) ?? [];
  const isAsked = asked !== undefined && names.includes(asked) && parseJson(given) !== undefined;
  if (isAsked) return { kind: 'tool', name: asked, arguments: given };
  const forced = typeof toolChoice === 'object' && toolChoice.type === 'function' ? toolChoice.name : undefined;
  const isDue = forced !== undefined || toolChoice === 'required' || (voice !== undefined && hasToolOnSpeech);
  const name = forced ?? names[0];
  return isDue && name !== undefined ? { kind: 'tool', name, arguments: '{}' } : undefined;
}

/** What is written in it. */
export function textOf(item: Item): string {
  if (item.type !== 'message') return '';
  return item.content.map((part) => ('text' in part ? (part.text ?? '') : '')).join(' ');
}
