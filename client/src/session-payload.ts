/**
 * The first `session.update` of the Agents SDK sets everything that it has a default for, and so wipes what the operator
 * wrote into the profile. Here only what the page itself has set goes out.
 */

type Members = Readonly<Record<string, unknown>>;

/** Member of the wire’s `session`, and the names that the SDK’s configuration has for it: today’s, and the earlier one. */
const DEFAULTED: readonly (readonly [wire: string, now: string, before: string])[] = [
  ['output_modalities', 'outputModalities', 'modalities'],
  ['audio.input.format', 'audio.input.format', 'inputAudioFormat'],
  ['audio.input.noise_reduction', 'audio.input.noiseReduction', 'inputAudioNoiseReduction'],
  ['audio.input.transcription', 'audio.input.transcription', 'inputAudioTranscription'],
  ['audio.input.turn_detection', 'audio.input.turnDetection', 'turnDetection'],
  ['audio.output.format', 'audio.output.format', 'outputAudioFormat'],
  ['audio.output.speed', 'audio.output.speed', 'speed'],
];

/** @param config what the page has set; a member that is null is set. */
export function withoutDefaults(payload: Members, config: Members): Members {
  // The deployment is the endpoint’s to choose, and no session can change it.
  const { model: _model, instructions, ...rest } = payload;
  const own = DEFAULTED.filter(([, now, before]) => at(config, now) === undefined && at(config, before) === undefined);
  const kept = own.reduce<Members>((left, [wire]) => without(left, wire.split('.')), rest);
  // An agent without instructions has the text "".
  return instructions === undefined || instructions === '' ? kept : { ...kept, instructions };
}

function at(members: Members, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => Object(value)[name], members);
}

/** A copy without the member at that path, and without an object that nothing is left in. */
function without(members: Members, [name = '', ...rest]: readonly string[]): Members {
  const { [name]: member, ...others } = members;
  if (rest.length === 0 || typeof member !== 'object' || member === null) return others;
  const left = without({ ...member }, rest);
  return Object.values(left).every((value) => value === undefined) ? others : { ...others, [name]: left };
}
