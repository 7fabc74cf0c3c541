/** What a hang-up can be asked to do: who may, how long the sound goes on, and every answer that is to be lived with. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { HANG_UP_ANSWERS } from './hang-up-answers.ts';

export const HANG_UP_SWITCHES = [
  {
    name: 'calls.hangupIdentity',
    description:
      'Whether the right to mint also allows a hang-up. With `refused`, an Entra token needs a role with a data action for hang-ups: *Cognitive Services User* has it, *Cognitive Services OpenAI User* lacks it.',
    values: ['accepted', 'refused'],
    initial: 'accepted',
    source: 'unverified: the documented roles are others; the action is own',
  },
  {
    name: 'calls.hangupSecret',
    description: 'Whether an unexpired client secret may hang up, even a call that another secret began.',
    values: ['refused', 'accepted'],
    initial: 'refused',
    source: 'unverified',
  },
  {
    name: 'calls.hangup',
    description:
      'Answer to a hang-up from a caller with the right to it. A value that begins with `done-` ends the call all the same; any other error leaves it running.',
    values: ['normal', ...HANG_UP_ANSWERS],
    initial: 'normal',
    source: 'emulator; the texts as in `calls.error`, of 409, 410 and 422 own',
  },
  {
    name: 'calls.hangupDelayMs',
    description: 'Milliseconds for which the media goes on after the 200, which only announces the end.',
    values: { minimum: 0, maximum: 10_000 },
    initial: 300,
    source: 'documented (that it takes time); milliseconds unverified',
  },
  {
    name: 'calls.hangupEnd',
    description:
      'How the page notices a hang-up: its channel closes and then its connection, or it hears nothing and its ICE fails.',
    values: ['closed', 'failed'],
    initial: 'closed',
    source: 'unverified',
  },
] as const satisfies readonly SwitchDefinition[];
