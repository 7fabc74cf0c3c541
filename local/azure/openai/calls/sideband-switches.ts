/** What the sideband of a call can be asked to do: whether it is let in, what it hears first, and how it ends. */
import type { SwitchDefinition } from '../../../kit/switches.ts';
import { ROUTE_ANSWERS } from './hang-up-answers.ts';

export const SIDEBAND_SWITCHES = [
  {
    name: 'calls.sideband',
    description:
      'What a handshake gets that may be asked for. `hidden` is 404 though the call is alive: OpenAI’s host hid calls that had been made with a client secret.',
    values: ['normal', 'hidden', ...ROUTE_ANSWERS],
    initial: 'normal',
    source: '101 recorded; `hidden` reported (OpenAI host); rest as `calls.hangup`',
  },
  {
    name: 'calls.sidebandLingerMs',
    description: 'Milliseconds for which a call that has ended is still 101; then it is 404.',
    values: { minimum: 0, maximum: 60_000 },
    initial: 0,
    source: 'unverified; seconds reported (OpenAI host)',
  },
  {
    name: 'calls.sidebandCreated',
    description: 'Whether `session.created` is the first event: recorded as absent, documented for SIP.',
    values: ['absent', 'sent'],
    initial: 'absent',
    source: 'recorded; documented for SIP',
  },
  {
    name: 'calls.sidebandClose',
    description:
      'Code of the close when the page leaves or a hang-up ends the call; 1005 is a close without one. The maximum is 1001 with a text.',
    values: ['1000', '1001', '1005'],
    initial: '1000',
    source: 'reported (a clean close); code unverified',
  },
] as const satisfies readonly SwitchDefinition[];
