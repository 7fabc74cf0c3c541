/** What the sideband of a call can be asked to do: whether it is let in, what it hears first, and how it ends. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { ROUTE_ANSWERS } from './hang-up-answers.ts';

export const SIDEBAND_SWITCHES = [
  {
    name: 'calls.sideband',
    description:
      'Answer to a handshake from a caller with the right to it. `hidden` answers 404 for a living call, as OpenAI’s host did for calls that a client secret began.',
    values: ['normal', 'hidden', ...ROUTE_ANSWERS],
    initial: 'normal',
    source: '101 recorded; `hidden` reported (OpenAI host); rest as `calls.hangup`',
  },
  {
    name: 'calls.sidebandLingerMs',
    description: 'Milliseconds after a call’s end in which a handshake still gets 101; later ones get 404.',
    values: { minimum: 0, maximum: 60_000 },
    initial: 0,
    source: 'unverified; seconds reported (OpenAI host)',
  },
  {
    name: 'calls.sidebandCreated',
    description: 'Whether `session.created` is the first event: recordings lack it, the pages on SIP have it.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'recorded; documented for SIP',
  },
  {
    name: 'calls.sidebandClose',
    description:
      'Close code if the page leaves or a hang-up ends the call; 1005 means a close without a code. A call at its maximum always ends with 1001 and a text.',
    values: ['1000', '1001', '1005'],
    initial: '1000',
    source: 'reported (a clean close); code unverified',
  },
] as const satisfies readonly SwitchDefinition[];
