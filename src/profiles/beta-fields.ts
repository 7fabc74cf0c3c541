/**
 * What the beta's session looked like, and what to write instead: most examples on the web are still of the beta, and
 * Azure answers them with a 400 that does not say so (one of them, `input_audio_transcription`, with a 500).
 */
import { isJsonObject, valueAt } from '../lib/json.ts';

export interface BetaField {
  /** Into the session; `*` stands for every element of an array. */
  readonly path: readonly string[];
  /** Absent where the mere presence of the member is the mistake. */
  readonly looksBeta?: (value: unknown) => boolean;
  /** Completes the sentence "<member> …". */
  readonly fix: string;
}

const FORMATS: Readonly<Record<string, string>> = {
  pcm16: '{"type":"audio/pcm","rate":24000}',
  g711_ulaw: '{"type":"audio/pcmu"}',
  g711_alaw: '{"type":"audio/pcma"}',
};
const FLAT_FUNCTION = '{"type":"function","name":…}';

export const BETA_FIELDS: readonly BetaField[] = [
  moved('voice', 'audio.output.voice'),
  moved('speed', 'audio.output.speed'),
  moved('modalities', 'output_modalities', ', with ["audio"] or ["text"]'),
  moved('input_audio_format', 'audio.input.format', ', as an object such as {"type":"audio/pcm","rate":24000}'),
  moved('output_audio_format', 'audio.output.format', ', as an object such as {"type":"audio/pcm","rate":24000}'),
  moved('input_audio_transcription', 'audio.input.transcription'),
  moved('input_audio_noise_reduction', 'audio.input.noise_reduction'),
  moved('turn_detection', 'audio.input.turn_detection'),
  moved('max_response_output_tokens', 'max_output_tokens'),
  { path: ['temperature'], fix: 'belongs to the beta and does not exist in the GA session: remove it' },
  { path: ['model'], fix: 'is decided by the profile: write the deployment’s name as "deployment", beside "session"' },
  ...['input', 'output'].flatMap((side) =>
    Object.entries(FORMATS).map(([name, format]) => ({
      path: ['audio', side, 'format'],
      looksBeta: (value: unknown) => value === name,
      fix: `is the beta’s form: write ${format}`,
    })),
  ),
  {
    path: ['audio', 'input', 'turn_detection'],
    looksBeta: (value) => value === 'none' || (isJsonObject(value) && value['type'] === 'none'),
    fix: 'is the beta’s form: write null',
  },
  {
    path: ['audio', 'input', 'transcription'],
    looksBeta: (value) => typeof value === 'string',
    fix: 'must be an object: write {"model":"<deployment>"}',
  },
  {
    path: ['output_modalities'],
    looksBeta: (value) => Array.isArray(value) && value.includes('audio') && value.includes('text'),
    fix: 'is the beta’s form: write ["audio"], which brings its transcript with it',
  },
  {
    path: ['tools', '*'],
    looksBeta: hasNestedFunction,
    fix: 'is nested as in chat completions: write {"type":"function","name":…,"description":…,"parameters":…}',
  },
  {
    path: ['tool_choice'],
    looksBeta: hasNestedFunction,
    fix: `is nested as in chat completions: write ${FLAT_FUNCTION}`,
  },
];

/** The members of this session that are the beta's, each with its place and its fix. */
export function findBetaFields(
  session: unknown,
): readonly { readonly path: readonly string[]; readonly fix: string }[] {
  return BETA_FIELDS.flatMap(({ path, looksBeta, fix }) =>
    placesOf(session, path)
      .filter(({ value }) => value !== undefined && (looksBeta?.(value) ?? true))
      .map((place) => ({ path: place.path, fix })),
  );
}

function moved(name: string, place: string, how = ''): BetaField {
  return { path: [name], fix: `is a name of the beta: write it as ${place}${how}` };
}

function hasNestedFunction(value: unknown): boolean {
  return isJsonObject(value) && isJsonObject(value['function']);
}

function placesOf(session: unknown, path: readonly string[]): readonly { path: readonly string[]; value: unknown }[] {
  if (path.at(-1) !== '*') return [{ path, value: valueAt(session, path) }];
  const parent = path.slice(0, -1);
  const list = valueAt(session, parent);
  return Array.isArray(list) ? list.map((value, index) => ({ path: [...parent, String(index)], value })) : [];
}
