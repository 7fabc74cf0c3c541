/**
 * What is said in one session: the commands of the page and the sidebands on one side, the parrot on the other. It knows
 * nothing of WebRTC.
 */
import type { ClosedReason } from '../calls/ended-calls.ts';
import type { HeardPacket } from '../calls/peer.ts';
import type { AllowList } from './allow-list.ts';
import { type AppendEvent, type ClientEvent, readClientEvent } from './client-events.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSwitches } from './live-switches.ts';
import { type EventError, type ServerEvent, toErrorEvent } from './server-events.ts';
import type { UsageMeter } from './usage-meter.ts';

/** Whoever gives a command. */
export interface Sender {
  readonly isPage: boolean;
  /** What is for nobody else. */
  tell(event: ServerEvent): void;
}

export interface LiveDialogueParts {
  readonly session: LiveSession;
  readonly meter: UsageMeter;
  readonly allowList: AllowList;
  readonly switches: LiveSwitches;
  readonly page: Sender;
  /** For the page and every sideband. */
  readonly emit: (event: ServerEvent) => void;
  readonly close: (reason: ClosedReason) => void;
}

export interface LiveDialogue {
  /** The data channel is open. */
  begin(): void;
  receive(text: string, sender: Sender): void;
  hear(packet: HeardPacket): void;
  stop(): void;
}

export function createLiveDialogue(parts: LiveDialogueParts): LiveDialogue {
  const { session, meter, allowList, switches, page, emit, close } = parts;
  let usage: NodeJS.Timeout | undefined;
  let isMuted = false;
  /** Ids of those that are the client's. */
  const delegations = new Set<string>();

  function tellUsage(): void {
    emit({
      type: 'session.usage.updated',
      usage: { seconds: toSeconds(meter, switches) },
      ...(switches.take('live.contextWindow') === 'present' && {
        context_window: { usage_ratio: usageRatio(meter.seconds()) },
      }),
    });
  }

  function tellLimits(): void {
    if (allowList.isLimited) page.tell(LIMITED);
  }

  function append(
    { type, delegation_id }: AppendEvent,
    client_event_id: { client_event_id?: string },
  ): EventError | undefined {
    if (delegation_id !== null && !delegations.has(delegation_id)) return unknownDelegation(delegation_id);
    const at = meter.elapsedMs();
    emit({ type: `${type}ed`, start_ms: at, end_ms: at, ...client_event_id });
    return undefined;
  }

  function mute(isMuting: boolean, echoed: { client_event_id?: string }): undefined {
    isMuted = isMuting;
    emit({ type: isMuting ? 'session.input_audio.muted' : 'session.input_audio.unmuted', ...echoed });
  }

  function handle(event: ClientEvent): EventError | undefined {
    const echoes = switches.take('live.clientEventId') === 'echoed' && typeof event.event_id === 'string';
    const echoed = echoes ? { client_event_id: event.event_id ?? '' } : {};
    switch (event.type) {
      case 'session.update': {
        const refused = session.update(event.session, {
          startupMember: switches.take('live.startupMember'),
          nullDelegation: switches.take('live.nullDelegation'),
        });
        if (!refused) emit({ type: 'session.updated', session: session.resource(), ...echoed });
        return refused;
      }
      case 'session.input_audio.mute':
        return mute(true, echoed);
      case 'session.input_audio.unmute':
        return mute(false, echoed);
      case 'session.instructions.append':
      case 'session.thinking.append':
      case 'session.commentary.append':
        return append(event, echoed);
      case 'response.item.create':
      case 'response.create':
        return session.delegation.type === 'responses' ? undefined : noResponses;
      case 'session.close':
        close('close_requested');
        return undefined;
    }
  }

  return {
    begin() {
      const isFirst = switches.take('live.info') === 'first';
      if (isFirst) tellLimits();
      emit({ type: 'session.started', session: session.resource() });
      if (!isFirst) tellLimits();
      usage = setInterval(tellUsage, switches.take('live.usageSeconds') * 1_000);
      usage.unref();
    },
    receive(text, sender) {
      const { type, clientEventId, read } = readClientEvent(text);
      const isKept = sender.isPage && type !== undefined && !allowList.takes(type);
      if (isKept && switches.take('live.refusedEvent') === 'silence') return;
      const refusal = isKept ? notAllowed(type) : 'code' in read ? read : handle(read);
      if (refusal) sender.tell(toErrorEvent(refusal, clientEventId));
    },
    hear(_packet) {
      if (isMuted) return;
    },
    stop() {
      clearInterval(usage);
    },
  };
}

export function toSeconds(meter: UsageMeter, switches: LiveSwitches): number {
  const seconds = meter.seconds();
  return switches.take('live.usageForm') === 'fractional' ? seconds : Math.floor(seconds);
}

/** Of 128,000 tokens: a rule of thumb that rises, as nothing here is counted by a model. */
function usageRatio(seconds: number): number {
  const FULL_SECONDS = 7_200;
  const MAX_RATIO = 0.9;
  return Math.min(MAX_RATIO, Math.round((seconds / FULL_SECONDS) * 1e4) / 1e4);
}

/** Documented by OpenAI; the text is ours. */
const LIMITED: ServerEvent = {
  type: 'info',
  code: 'data_channel_permissions',
  message: 'The creator of this session limits which events pass its data channel.',
};

/** The code is ours, as nobody has reported one. */
function notAllowed(type: string): EventError {
  return { code: 'event_not_allowed', message: `The data channel does not take '${type}'.`, param: 'type' };
}

/** Code and text are ours. */
function unknownDelegation(id: string): EventError {
  const message = `There is no delegation '${id.slice(0, 100)}' to the client.`;
  return { code: 'invalid_value', message, param: 'delegation_id' };
}

/** That it is refused is documented; code and text are ours. */
const noResponses: EventError = {
  code: 'invalid_value',
  message: 'The session delegates to its client, so there are no responses.',
  param: 'type',
};
