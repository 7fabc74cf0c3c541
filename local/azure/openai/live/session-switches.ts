/** What a session of GPT-Live can be asked to say and to refuse, on the page's channel and on its sidebands. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { HANG_UP_ANSWERS, ROUTE_ANSWERS } from '../calls/hang-up-answers.ts';

export const SESSION_SWITCHES = [
  {
    name: 'live.status',
    description: 'Whether the session of an event has `status`, which OpenAI’s always has.',
    values: ['present', 'absent'],
    initial: 'present',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.info',
    description: 'When `info` tells of an allow-list: before `session.started` or after it.',
    values: ['first', 'after'],
    initial: 'first',
    source: 'reported (OpenAI host); text own',
  },
  {
    name: 'live.refusedEvent',
    description: 'What the allow-list makes of a page’s event that is not on it: an error, or nothing.',
    values: ['error', 'silence'],
    initial: 'error',
    source: 'unverified: code `event_not_allowed` and text own',
  },
  {
    name: 'live.startupMember',
    description: 'Code that refuses a member of `session.update` which is fixed at the create.',
    values: ['unknown_parameter', 'immutable_field_update'],
    initial: 'unknown_parameter',
    source: 'reported; the second documented (OpenAI)',
  },
  {
    name: 'live.nullDelegation',
    description:
      'Whether `session.update` may have a delegation that is null, which then is the client’s: Microsoft’s pages contradict each other.',
    values: ['refused', 'resets'],
    initial: 'refused',
    source: 'documented, both',
  },
  {
    name: 'live.clientEventId',
    description: 'Whether the answer to a command has its `event_id` as `client_event_id`; an error always has it.',
    values: ['echoed', 'absent'],
    initial: 'echoed',
    source: 'documented, both',
  },
  {
    name: 'live.delegates',
    description:
      'Which spoken turns the parrot hands on: to the client, or with a call of the first function to Responses.',
    values: ['first-turn', 'each-turn', 'never'],
    initial: 'first-turn',
    source: 'emulator',
  },
  {
    name: 'live.continuationCreated',
    description: 'Whether a response that goes on after `response.create` begins with `response.created`.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'reported',
  },
  {
    name: 'live.moderation',
    description:
      'What becomes of a turn that has ended, or of a text that is appended: nothing, an error while the speech is cut, or the end of the session as `content`.',
    values: ['off', 'cuts', 'ends'],
    initial: 'off',
    source: 'documented (OpenAI); code and text own',
  },
  {
    name: 'live.usageSeconds',
    description: 'Seconds between two `session.usage.updated`.',
    values: { minimum: 1, maximum: 3_600 },
    initial: 60,
    source: 'documented (OpenAI: about a minute)',
  },
  {
    name: 'live.usageForm',
    description: 'Whether `usage.seconds` may be fractional.',
    values: ['fractional', 'integer'],
    initial: 'fractional',
    source: 'documented (OpenAI)',
  },
  {
    name: 'live.contextWindow',
    description: 'Whether `session.usage.updated` has `context_window`; its ratio only rises here.',
    values: ['present', 'absent'],
    initial: 'present',
    source: 'documented; that it may be absent by OpenAI',
  },
  {
    name: 'live.closed',
    description: 'Whether the end is told as `session.closed`, or the line goes without it.',
    values: ['sent', 'absent'],
    initial: 'sent',
    source: 'documented; absent: documented as possible',
  },
  {
    name: 'live.sidebandClose',
    description: 'Code of the close after the end of a session; 1005 is a close without one, `cut` has none.',
    values: ['1000', '1005', 'cut'],
    initial: '1000',
    source: 'unverified',
  },
  {
    name: 'live.attach',
    description:
      'What the handshake of a sideband gets that may be asked for. `hidden` is 404 though the session is alive; after `cut` the socket goes at once.',
    values: ['normal', 'hidden', 'cut', ...ROUTE_ANSWERS],
    initial: 'normal',
    source: 'documented (the route); the rest emulator, as `calls.hangup`',
  },
  {
    name: 'live.attachConnecting',
    description: 'Handshake before the page’s ICE is connected, which without media it never is.',
    values: ['404', '101'],
    initial: '404',
    source: 'reported once',
  },
  {
    name: 'live.attachEnded',
    description: 'Status of a handshake after the end of a session.',
    values: ['404', '410'],
    initial: '404',
    source: 'reported, both',
  },
  {
    name: 'live.attachStarted',
    description:
      'Whether `session.started` is the first event of a sideband: nothing is replayed, as OpenAI documents.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'documented (OpenAI); unverified',
  },
  {
    name: 'live.reflectedAudio',
    description:
      'Whether sidebands are sent the sound of both directions, which is silence here, as large as sound is.',
    values: ['off', 'on'],
    initial: 'off',
    source: 'documented (OpenAI: on); unverified',
  },
  {
    name: 'live.maxSidebands',
    description: 'Sidebands of one session at a time; one more is answered 409.',
    values: { minimum: 1, maximum: 64 },
    initial: 8,
    source: 'unverified: number and status own',
  },
  {
    name: 'live.hangup',
    description:
      'What `/live/sessions/{id}/hangup` gets that may be asked for: by default there is no such route. Where the name begins with `done-`, the session ends all the same.',
    values: ['absent', 'normal', ...HANG_UP_ANSWERS],
    initial: 'absent',
    source: 'documented by OpenAI for SIP; the rest as `calls.hangup`',
  },
] as const satisfies readonly SwitchDefinition[];
