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
    description: 'Error of Azure that every offer gets, whatever it is.',
    values: ['none', ...Object.keys(CALL_ERRORS)],
    initial: 'none',
    source: 'documented, recorded or reported, each',
  },
  {
    name: 'calls.answer',
    description:
      'What becomes of the answer to an offer on its way. With `half-body`, `no-location` and `application-sdp` there is a call all the same.',
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
      'Which request headers the preflight of `/calls` allows: the reported two, whatever is asked for, or none at all.',
    values: ['fixed', 'echo', 'refused'],
    initial: 'fixed',
    source: 'fixed list reported; echo unverified',
  },
  {
    name: 'calls.errorCors',
    description:
      'Whether an error of `/calls` has the CORS headers that are recorded of its 201, so that a page can read it.',
    values: ['on', 'off'],
    initial: 'on',
    source: 'unverified',
  },
  {
    name: 'calls.credentialRefusal',
    description: 'Wording of the 401 for a key, an Entra token or nothing where a client secret is needed.',
    values: CREDENTIAL_REFUSALS,
    initial: 'ephemeral-required',
    source: 'all reported',
  },
  {
    name: 'calls.secretRefusal',
    description: 'Wording of the 401 for a client secret that has expired or is of another resource.',
    values: ['secret-refused', ...CREDENTIAL_REFUSALS],
    initial: 'secret-refused',
    source: 'unverified',
  },
  {
    name: 'calls.secretReuse',
    description:
      'A second call with one client secret: documented as possible until it expires; one report has it refused. The session has a new id then, which is not verified.',
    values: ['accepted', 'refused'],
    initial: 'accepted',
    source: 'documented; refusal reported',
  },
  {
    name: 'calls.multipart',
    description: 'How a multipart body is refused, which is reported; status and text are not.',
    values: ['multipart-refused', 'multipart-unsupported', 'empty-error'],
    initial: 'multipart-refused',
    source: 'unverified',
  },
  {
    name: 'calls.media',
    description:
      'The media of a call: `blocked` has candidates where nothing listens, so that ICE fails after a 201; `silent` connects and no sound ever comes back; with `off` there is none at all, the answer is a fixed text and nobody gets through, so that a thousand calls cost nothing.',
    values: LINE_MEDIA,
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'calls.maxSeconds',
    description:
      'How long a call may last; `session.expires_at` follows. 60 minutes in Azure. What the page is told at the end is not known, so it is told nothing; a sideband is.',
    values: { minimum: 1, maximum: MAX_CALL_SECONDS },
    initial: MAX_CALL_SECONDS,
    source: 'documented, recorded',
  },
  {
    name: 'calls.sessionCreated',
    description: 'Whether `session.created` is the first event, which is inferred from the WebSocket.',
    values: ['sent', 'absent'],
    initial: 'sent',
    source: 'unverified',
  },
  {
    name: 'calls.response',
    description: 'How responses end.',
    values: ['normal', ...BAD_OUTCOMES],
    initial: 'normal',
    source: 'documented; text of `failed` reported',
  },
  {
    name: 'calls.toolOnSpeech',
    description: 'Whether a spoken turn calls the first function tool of the session, with `{}`.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'emulator',
  },
  {
    name: 'calls.updateModel',
    description: 'What another `model` in `session.update` brings about: an error event, or nothing at all.',
    values: ['error', 'ignored'],
    initial: 'error',
    source: 'unverified',
  },
  {
    name: 'calls.updateTracing',
    description: 'Whether `session.update` may have `tracing`; older reports of Azure have it refused.',
    values: ['accepted', 'unknown-parameter'],
    initial: 'accepted',
    source: 'unverified; refusal reported',
  },
  {
    name: 'calls.responseModalities',
    description: 'Whether `response.create` may have `output_modalities`; one report of Azure has it refused.',
    values: ['accepted', 'unknown-parameter'],
    initial: 'accepted',
    source: 'documented; refusal reported',
  },
  ...HANG_UP_SWITCHES,
  ...SIDEBAND_SWITCHES,
] as const satisfies readonly SwitchDefinition[];

export type CallSwitches = Switches<ValuesOf<typeof CALL_SWITCHES>>;
