/** What each command of a page or a sideband brings about. */
import type { ClosedReason } from '../calls/ended-calls.ts';
import type { AppendEvent, ClientEvent } from './client-events.ts';
import type { Delegations } from './delegations.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSwitches } from './live-switches.ts';
import type { EventError, ServerEvent } from './server-events.ts';

export interface CommandsParts {
  readonly session: LiveSession;
  readonly switches: LiveSwitches;
  readonly delegations: Delegations;
  readonly elapsedMs: () => number;
  readonly emit: (event: ServerEvent) => void;
  /** A text that the model reads; whether it is said as well. */
  readonly appended: (text: string, isSaid: boolean) => void;
  readonly muted: (isMuted: boolean) => void;
  readonly close: (reason: ClosedReason) => void;
}

/** Of whatever answers a command. */
interface Echoed {
  readonly client_event_id?: string;
}

/** @returns how to carry a command out; its error is for whoever gave it. */
export function createCommands(parts: CommandsParts): (event: ClientEvent) => EventError | undefined {
  const { session, switches, delegations, elapsedMs, emit, appended, muted, close } = parts;

  function update(given: unknown, echoed: Echoed): EventError | undefined {
    const refused = session.update(given, {
      startupMember: switches.take('live.startupMember'),
      nullDelegation: switches.take('live.nullDelegation'),
    });
    if (!refused) emit({ type: 'session.updated', session: session.resource(), ...echoed });
    return refused;
  }

  function append({ type, content, delegation_id }: AppendEvent, echoed: Echoed): EventError | undefined {
    if (delegation_id !== null && !delegations.isOfClient(delegation_id)) return unknownDelegation(delegation_id);
    const at = elapsedMs();
    emit({ type: `${type}ed`, start_ms: at, end_ms: at, ...echoed });
    // What the model thinks it keeps to itself.
    appended(content, type !== 'session.thinking.append');
    return undefined;
  }

  return (event) => {
    const isEchoed = switches.take('live.clientEventId') === 'echoed' && typeof event.event_id === 'string';
    const echoed: Echoed = isEchoed ? { client_event_id: event.event_id ?? '' } : {};
    switch (event.type) {
      case 'session.update':
        return update(event.session, echoed);
      case 'session.input_audio.mute':
        muted(true);
        emit({ type: 'session.input_audio.muted', ...echoed });
        return undefined;
      case 'session.input_audio.unmute':
        muted(false);
        emit({ type: 'session.input_audio.unmuted', ...echoed });
        return undefined;
      case 'session.instructions.append':
      case 'session.thinking.append':
      case 'session.commentary.append':
        return append(event, echoed);
      case 'response.item.create':
        if (session.delegation.type !== 'responses') return NO_RESPONSES;
        delegations.addItem(event.item);
        return undefined;
      case 'response.create':
        if (session.delegation.type !== 'responses') return NO_RESPONSES;
        delegations.createResponse();
        return undefined;
      case 'session.close':
        close('close_requested');
        return undefined;
    }
  };
}

/** Code and text are ours. */
function unknownDelegation(id: string): EventError {
  const message = `There is no delegation '${id.slice(0, 100)}' to the client.`;
  return { code: 'invalid_value', message, param: 'delegation_id' };
}

/** That it is refused is documented; code and text are ours. */
const NO_RESPONSES: EventError = {
  code: 'invalid_value',
  message: 'The session does not delegate to the Responses API.',
  param: 'type',
};
