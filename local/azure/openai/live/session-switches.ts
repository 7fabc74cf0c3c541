/** What a session of GPT-Live can be asked to say and to refuse, on the page's channel and on its sidebands. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { HANG_UP_ANSWERS, ROUTE_ANSWERS } from '../calls/hang-up-answers.ts';

export const SESSION_SWITCHES = [
  {
    name: 'live.status',
    description: 'Whether `session` in an event has `status`; OpenAI’s always has.',
    values: ['present', 'absent'],
    initial: 'present',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.info',
    description: 'When `info` tells the page of its allow-list: before `session.started` or after it.',
    values: ['first', 'after'],
    initial: 'first',
    source: 'reported (OpenAI host); text own',
  },
  {
    name: 'live.refusedEvent',
    description: 'What answers a page’s event that its allow-list lacks: an error, or nothing.',
    values: ['error', 'silence'],
    initial: 'error',
    source: 'unverified: code `event_not_allowed` and text own',
  },
  {
    name: 'live.startupMember',
    description: 'Code that refuses a `session.update` with a member that only the create may set.',
    values: ['unknown_parameter', 'immutable_field_update'],
    initial: 'unknown_parameter',
    source: 'reported; the second documented (OpenAI)',
  },
  {
    name: 'live.nullDelegation',
    description:
      'Whether `session.update` accepts a null `delegation`, which gives delegation to the client; Microsoft’s pages contradict each other.',
    values: ['refused', 'resets'],
    initial: 'refused',
    source: 'documented, both',
  },
  {
    name: 'live.clientEventId',
    description: 'Whether the answer to a command repeats its `event_id` as `client_event_id`; an error always does.',
    values: ['echoed', 'absent'],
    initial: 'echoed',
    source: 'documented, both',
  },
  {
    name: 'live.delegates',
    description:
      'Which spoken turns the parrot delegates: to the client, or to Responses with a call of the first function.',
    values: ['first-turn', 'each-turn', 'never'],
    initial: 'first-turn',
    source: 'emulator',
  },
  {
    name: 'live.continuationCreated',
    description: 'Whether a response that `response.create` continues begins with `response.created`.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'reported',
  },
  {
    name: 'live.moderation',
    description:
      'What moderation does after a spoken turn or an appended text: nothing, cut the speech with an error, or end the session as `content`.',
    values: ['off', 'cuts', 'ends'],
    initial: 'off',
    source: 'documented (OpenAI); code and text own',
  },
  {
    name: 'live.usageSeconds',
    description: 'Seconds between two `session.usage.updated` events.',
    values: { minimum: 1, maximum: 3_600 },
    initial: 60,
    source: 'documented (OpenAI: about a minute)',
  },
  {
    name: 'live.usageForm',
    description: 'Whether `usage.seconds` has fractions or is a whole number.',
    values: ['fractional', 'integer'],
    initial: 'fractional',
    source: 'documented (OpenAI)',
  },
  {
    name: 'live.contextWindow',
    description: 'Whether `session.usage.updated` has `context_window`; its ratio here only rises.',
    values: ['present', 'absent'],
    initial: 'present',
    source: 'documented; that it may be absent by OpenAI',
  },
  {
    name: 'live.closed',
    description: 'Whether `session.closed` announces the end, or the line just closes.',
    values: ['sent', 'absent'],
    initial: 'sent',
    source: 'documented; absent: documented as possible',
  },
  {
    name: 'live.sidebandClose',
    description:
      'Close code after a session’s end; 1005 means a close without a code, `cut` drops the socket without a close.',
    values: ['1000', '1005', 'cut'],
    initial: '1000',
    source: 'unverified',
  },
  {
    name: 'live.attach',
    description:
      'Answer to a sideband’s handshake from a caller with the right to it. `hidden` answers 404 for a living session; `cut` accepts the socket and drops it at once.',
    values: ['normal', 'hidden', 'cut', ...ROUTE_ANSWERS],
    initial: 'normal',
    source: 'documented (the route); the rest emulator, as `calls.hangup`',
  },
  {
    name: 'live.attachConnecting',
    description: 'Status of a handshake before the page’s ICE connects; without media it never connects.',
    values: ['404', '101'],
    initial: '404',
    source: 'reported once',
  },
  {
    name: 'live.attachEnded',
    description: 'Status of a handshake after a session’s end.',
    values: ['404', '410'],
    initial: '404',
    source: 'reported, both',
  },
  {
    name: 'live.attachStarted',
    description:
      'Whether a sideband hears `session.started` first; OpenAI’s pages say that a sideband gets no past events.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.reflectedAudio',
    description: 'Whether sidebands receive the audio of both directions; here it is silence of the same size.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'documented (OpenAI: on); unverified',
  },
  {
    name: 'live.maxSidebands',
    description: 'Sidebands that one session may have at a time; the next one gets a 409.',
    values: { minimum: 1, maximum: 64 },
    initial: 8,
    source: 'unverified: number and status own',
  },
  {
    name: 'live.hangup',
    description:
      'Answer of `/live/sessions/{id}/hangup` to a caller with the right to it; `absent` means that no such route exists. A value that begins with `done-` ends the session all the same.',
    values: ['absent', 'normal', ...HANG_UP_ANSWERS],
    initial: 'absent',
    source: 'documented by OpenAI for SIP; the rest as `calls.hangup`',
  },
] as const satisfies readonly SwitchDefinition[];
