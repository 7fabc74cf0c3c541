/** What the create of a session of GPT-Live can be asked to do, and how long a session lasts. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { LINE_MEDIA } from '../calls/line.ts';
import { LIVE_ERRORS } from './live-errors.ts';
import { LIVE_ANSWERS } from './live-trouble.ts';

/** OpenAI's maximum, of SIP calls; nobody has published Azure's. */
const MAX_SESSION_SECONDS = 7_200;

export const CREATE_SWITCHES = [
  {
    name: 'live.error',
    description: 'Error of Azure that answers every create, good or bad.',
    values: ['none', ...Object.keys(LIVE_ERRORS)],
    initial: 'none',
    source: 'none is captured of this route; as `mint.error`, or own',
  },
  {
    name: 'live.answer',
    description:
      'What happens to the answer to a create on its way. From `done-reset` on, the session begins all the same, and Azure bills it.',
    values: ['normal', ...LIVE_ANSWERS],
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'live.delayMs',
    description: 'Milliseconds between a create’s arrival and its answer.',
    values: { minimum: 0, maximum: 120_000 },
    initial: 0,
    source: 'emulator',
  },
  {
    name: 'live.createStatus',
    description: 'Status of the answer to a create; Microsoft’s pages name none.',
    values: ['201', '200'],
    initial: '201',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.id',
    description: 'Form of a session’s id: `live_` with 32 hex digits, or `sess_` with 21 characters.',
    values: ['live', 'sess'],
    initial: 'live',
    source: 'documented (OpenAI); the second printed by Microsoft',
  },
  {
    name: 'live.openaiMembers',
    description:
      'Whether a create accepts the members that only OpenAI’s pages have: `client`, `store`, `safety_identifier`, `triggers`, `delegation.acknowledgement_delay_ms` and `delegation.decisions`.',
    values: ['accepted', 'refused'],
    initial: 'accepted',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.tokenBounds',
    description:
      'Whether Azure refuses a create with more than 16,384 tokens of instructions or 8,192 of `input`; the emulator counts four characters as one token.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'documented (OpenAI)',
  },
  {
    name: 'live.wrongModel',
    description: 'How Azure refuses a deployment with another kind of model.',
    values: ['OpperationNotSupported', 'DeploymentNotFound'],
    initial: 'OpperationNotSupported',
    source: 'unverified; as the mint',
  },
  {
    name: 'live.unknownDeployment',
    description: 'How Azure refuses a deployment that does not exist or is younger than five minutes.',
    values: ['DeploymentNotFound', 'OpperationNotSupported'],
    initial: 'DeploymentNotFound',
    source: 'unverified; as the mint',
  },
  {
    name: 'live.offerCandidates',
    description: 'Whether an offer needs a candidate.',
    values: ['not-needed', 'needed'],
    initial: 'not-needed',
    source: 'documented: Microsoft’s sample does not wait for them, OpenAI’s guide does',
  },
  {
    name: 'live.concurrencyRetryAfter',
    description: 'Whether the 429 for one session too many carries `retry-after`.',
    values: ['on', 'off'],
    initial: 'on',
    source: 'unverified',
  },
  {
    name: 'live.media',
    description:
      'Media of a session. `blocked`: the candidates lead nowhere, so ICE fails after the answer. `silent`: the session connects, but no sound comes back. `off`: the answer is a fixed text and nobody connects.',
    values: LINE_MEDIA,
    initial: 'normal',
    source: 'emulator',
  },
  {
    name: 'live.maxSeconds',
    description: 'Seconds that a session may last; `session.expires_at` follows.',
    values: { minimum: 1, maximum: MAX_SESSION_SECONDS },
    initial: 3_600,
    source: 'documented (that there is an end); seconds unverified',
  },
  {
    name: 'live.connectSeconds',
    description: 'Seconds that a session waits for its page to connect before it ends.',
    values: { minimum: 1, maximum: MAX_SESSION_SECONDS },
    initial: 30,
    source: 'unverified',
  },
  {
    name: 'live.lostSeconds',
    description: 'Seconds without an ICE check from the page before the session ends as `connection_lost`.',
    values: { minimum: 1, maximum: MAX_SESSION_SECONDS },
    initial: 15,
    source: 'documented (OpenAI: the reason); seconds unverified',
  },
  {
    name: 'live.billedFloor',
    description:
      'Whether the control service bills 15 s at the create and counts them toward the session’s time. No event shows it.',
    values: ['on', 'off'],
    initial: 'on',
    source: 'documented (OpenAI); unverified',
  },
] as const satisfies readonly SwitchDefinition[];
