/** What a hang-up can be asked to do: who may, how long the sound goes on, and every answer that is to be lived with. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { HANG_UP_ANSWERS } from './hang-up-answers.ts';

export const HANG_UP_SWITCHES = [
  {
    name: 'calls.hangupIdentity',
    description:
      'Whether the right to mint is the right to hang up. Where it is `refused`, an Entra token needs a role with a data action of its own, which *Cognitive Services User* has and *Cognitive Services OpenAI User* has not.',
    values: ['accepted', 'refused'],
    initial: 'accepted',
    source: 'unverified: the documented roles are others; the action is own',
  },
  {
    name: 'calls.hangupSecret',
    description: 'Whether a hang-up takes a client secret that is still good, whose ever call it is.',
    values: ['refused', 'accepted'],
    initial: 'refused',
    source: 'unverified',
  },
  {
    name: 'calls.hangup',
    description:
      'What a hang-up gets that may be asked for. Where the name begins with `done-`, the call ends all the same; else it goes on.',
    values: ['normal', ...HANG_UP_ANSWERS],
    initial: 'normal',
    source: 'emulator; the texts as in `calls.error`, of 409, 410 and 422 own',
  },
  {
    name: 'calls.hangupDelayMs',
    description: 'Milliseconds for which the media goes on after the 200, which only says that the end begins.',
    values: { minimum: 0, maximum: 10_000 },
    initial: 300,
    source: 'documented (that it takes time); milliseconds unverified',
  },
  {
    name: 'calls.hangupEnd',
    description:
      'How the page notices: its channel closes and then its connection, or nothing is said and its ICE fails.',
    values: ['closed', 'failed'],
    initial: 'closed',
    source: 'unverified',
  },
] as const satisfies readonly SwitchDefinition[];
