/**
 * What is said in one session: the commands of the page and the sidebands on one side, the parrot on the other, which
 * listens while it speaks. It knows nothing of WebRTC.
 */
import type { ClosedReason } from '../calls/ended-calls.ts';
import type { HeardPacket } from '../calls/peer.ts';
import type { Playback } from '../calls/playback.ts';
import type { AllowList } from './allow-list.ts';
import { readClientEvent } from './client-events.ts';
import { createCommands } from './commands.ts';
import { createDelegations } from './delegations.ts';
import { createListening } from './listening.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSwitches } from './live-switches.ts';
import { type EventError, type ServerEvent, toErrorEvent } from './server-events.ts';
import { createSpeaking } from './speaking.ts';
import { createTranscript } from './transcript.ts';
import type { UsageMeter } from './usage-meter.ts';
import { tellUsage } from './usage-teller.ts';

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
  readonly playback: Playback;
  /** A packet of it. */
  readonly silence: Buffer;
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
  const { session, meter, allowList, switches, playback, silence, page, emit, close } = parts;
  const { elapsedMs } = meter;
  let hasBegun = false;
  let isMuted = false;
  let isOver = false;
  let stopUsage = (): void => undefined;
  const said = createTranscript('session.output_transcript.delta', elapsedMs, emit);
  const speaking = createSpeaking(playback, said, silence);
  const delegations = createDelegations({ session, switches, elapsedMs, emit, say: speaking.say });

  /** Whether the session goes on as if there were no moderation. */
  function passesModeration(): boolean {
    const moderation = switches.take('live.moderation');
    if (moderation === 'ends') close('content');
    if (moderation === 'cuts') {
      speaking.cut();
      emit(toErrorEvent(MODERATED, undefined));
    }
    return moderation === 'off';
  }

  const heard = createTranscript('session.input_transcript.delta', elapsedMs, emit);
  const listening = createListening(heard, (packets) => {
    if (!passesModeration()) return;
    speaking.repeat(packets);
    delegations.turnEnded();
  });
  const carryOut = createCommands({
    ...{ session, switches, delegations, elapsedMs, emit, close },
    appended(text, isSaid) {
      if (passesModeration() && isSaid) speaking.say(text);
    },
    muted(next) {
      isMuted = next;
    },
  });

  function tellLimits(): void {
    if (allowList.isLimited) page.tell(LIMITED);
  }

  return {
    begin() {
      hasBegun = true;
      const isInfoFirst = switches.take('live.info') === 'first';
      if (isInfoFirst) tellLimits();
      emit({ type: 'session.started', session: session.resource() });
      if (!isInfoFirst) tellLimits();
      stopUsage = tellUsage(meter, switches, emit);
    },
    receive(text, sender) {
      if (isOver) return;
      const { type, clientEventId, read } = readClientEvent(text);
      const isKept = sender.isPage && type !== undefined && !allowList.takes(type);
      if (isKept && switches.take('live.refusedEvent') === 'silence') return;
      const refusal = isKept ? notAllowed(type) : 'code' in read ? read : carryOut(read);
      if (refusal) sender.tell(toErrorEvent(refusal, clientEventId));
    },
    hear(packet) {
      if (hasBegun && !isMuted && !isOver) listening.hear(packet);
    },
    stop() {
      isOver = true;
      stopUsage();
      playback.stop();
    },
  };
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

/** That there is an error is documented by OpenAI; code and text are ours. */
const MODERATED: EventError = { code: 'content_filter', message: 'What was said is not let through.' };
