/** What calls can be asked to do: every reported error, broken answers and media, and a choice where nothing is verified. */
import type { SwitchDefinition, Switches, ValuesOf } from '../../../kit/switches.ts';
import { CALL_ERRORS, CREDENTIAL_REFUSALS } from './call-errors.ts';
import { CALL_ANSWERS } from './call-trouble.ts';
import { HANG_UP_SWITCHES } from './hang-up-switches.ts';
import { LINE_MEDIA } from './line.ts';
import { BAD_OUTCOMES } from './outcome.ts';
import { SIDEBAND_SWITCHES } from './sideband-switches.ts';

/** The documented maximum. */
const MAX_CALL_SECONDS = 3_600;

export const CALL_SWITCHES = [
  {
    name: 'calls.error',
    description: 'Error of Azure that answers every offer, good or bad.',
    values: ['none', ...Object.keys(CALL_ERRORS)],
    initial: 'none',
    source: 'documented, recorded or reported, each',
  },
  {
    name: 'calls.answer',
    description:
      'What happens to the answer to an offer on its way. The call begins all the same with `half-body`, `no-location` and `application-sdp`.',
    values: ['normal', ...CALL_ANSWERS],
    initial: 'normal',
    source: 'emulator; `application-sdp` documented',
  },
  {
    name: 'calls.delayMs',
    description: 'Milliseconds between an offer’s arrival and its answer.',
    values: { minimum: 0, maximum: 120_000 },
    initial: 0,
    source: 'emulator',
  },
  {
    name: 'calls.preflight',
    description:
      'Which request headers the preflight of `/calls` allows: the two reported ones, all that the page asks for, or none.',
    values: ['fixed', 'echo', 'refused'],
    initial: 'fixed',
    source: 'fixed list reported; echo unverified',
  },
  {
    name: 'calls.errorCors',
    description:
      'Whether an error of `/calls` carries the same CORS headers as the recorded 201, so that a page can read it.',
    values: ['on', 'off'],
    initial: 'on',
    source: 'unverified',
  },
  {
    name: 'calls.credentialRefusal',
    description: 'Wording of the 401 when `/calls` gets a key, an Entra token or nothing instead of a client secret.',
    values: CREDENTIAL_REFUSALS,
    initial: 'ephemeral-required',
    source: 'all reported',
  },
  {
    name: 'calls.secretRefusal',
    description: 'Wording of the 401 when a client secret has expired or belongs to another resource.',
    values: ['secret-refused', ...CREDENTIAL_REFUSALS],
    initial: 'secret-refused',
    source: 'unverified',
  },
  {
    name: 'calls.secretReuse',
    description:
      'Whether one client secret starts a second call. Azure’s pages allow it until the secret expires; one report has a refusal. The second session gets a new id, which nobody has verified.',
    values: ['accepted', 'refused'],
    initial: 'accepted',
    source: 'documented; refusal reported',
  },
  {
    name: 'calls.multipart',
    description:
      'Wording of the refusal of a multipart body; people reported the refusal, but neither its status nor its text.',
    values: ['multipart-refused', 'multipart-unsupported', 'empty-error'],
    initial: 'multipart-refused',
    source: 'unverified',
  },
  {
    name: 'calls.media',
    description:
      'Media of a call. `blocked`: the candidates lead nowhere, so ICE fails after the 201. `silent`: the call connects, but no sound comes back. `off`: the answer is a fixed text and nobody connects, so a thousand calls cost nothing.',
    values: LINE_MEDIA,
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'calls.maxSeconds',
    description:
      'Seconds that a call may last; `session.expires_at` follows. Azure allows 60 minutes. The emulator tells the sideband of the end and the page nothing, because nobody knows what Azure tells a page.',
    values: { minimum: 1, maximum: MAX_CALL_SECONDS },
    initial: MAX_CALL_SECONDS,
    source: 'documented, recorded',
  },
  {
    name: 'calls.sessionCreated',
    description: 'Whether `session.created` is the first event, as it is on the WebSocket.',
    values: ['sent', 'absent'],
    initial: 'sent',
    source: 'unverified',
  },
  {
    name: 'calls.response',
    description: 'How each response ends.',
    values: ['normal', ...BAD_OUTCOMES],
    initial: 'normal',
    source: 'documented; text of `failed` reported',
  },
  {
    name: 'calls.toolOnSpeech',
    description: 'Whether the parrot calls the session’s first function tool, with `{}`, after a spoken turn.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'emulator',
  },
  {
    name: 'calls.updateModel',
    description: 'What happens if `session.update` names another `model`: an error event, or nothing.',
    values: ['error', 'ignored'],
    initial: 'error',
    source: 'unverified',
  },
  {
    name: 'calls.updateTracing',
    description: 'Whether Azure accepts `tracing` in `session.update`; older reports have a refusal.',
    values: ['accepted', 'unknown-parameter'],
    initial: 'accepted',
    source: 'unverified; refusal reported',
  },
  {
    name: 'calls.responseModalities',
    description: 'Whether Azure accepts `output_modalities` in `response.create`; one report has a refusal.',
    values: ['accepted', 'unknown-parameter'],
    initial: 'accepted',
    source: 'documented; refusal reported',
  },
  ...HANG_UP_SWITCHES,
  ...SIDEBAND_SWITCHES,
] as const satisfies readonly SwitchDefinition[];

export type CallSwitches = Switches<ValuesOf<typeof CALL_SWITCHES>>;
