/** One session of GPT-Live, from its offer to whatever ends it first: a command, its page, its deadline, or silence on the line. */

import type { CallReport, OpenCall } from '../calls/call-registry.ts';
import type { ClosedReason, EndedBy } from '../calls/ended-calls.ts';
import { type LineEnd, openLine } from '../calls/line.ts';
import type { Patience } from '../calls/liveness.ts';
import { createPlayback } from '../calls/playback.ts';
import { createId } from '../ids.ts';
import { createAllowList } from './allow-list.ts';
import { beforeClosed } from './before-closed.ts';
import { createLiveDialogue, type LiveDialogue, type Sender } from './live-dialogue.ts';
import { createLiveSession } from './live-session.ts';
import type { LiveSwitches } from './live-switches.ts';
import { HEARD_FRAME, toSpokenFrame } from './reflected-audio.ts';
import type { ServerEvent } from './server-events.ts';
import type { LiveSessionRequest } from './session-schema.ts';
import { createUsageMeter, toBilled } from './usage-meter.ts';
import { toSeconds } from './usage-teller.ts';

export interface LiveCallOptions extends CallReport {
  /** With audio and a data channel, as `readOffer` gives it. */
  readonly offer: string;
  readonly request: LiveSessionRequest;
  readonly switches: LiveSwitches;
  /** Called once, when it is. */
  readonly over: () => void;
}

export interface LiveCall extends OpenCall {
  /** A sideband's command; `tell` gets what is for this sideband alone. */
  receive(text: string, tell: (text: string) => void): void;
  /** For a sideband that is told when it comes. */
  started(): string;
}

/** In the words of `session.closed`. */
const LINE_ENDS: Readonly<Record<LineEnd, ClosedReason>> = {
  caller: 'remote_hangup',
  lost: 'connection_lost',
  maximum: 'expired',
};

/** `undefined`: the offer cannot be answered. */
export async function startLiveCall(options: LiveCallOptions): Promise<LiveCall | undefined> {
  const { id, offer, request, switches, over, emitted } = options;
  const meter = createUsageMeter();
  const maxSeconds = switches.take('live.maxSeconds');
  const session = createLiveSession(request, {
    id,
    expiresAt: Math.floor(Date.now() / 1_000) + maxSeconds,
    hasStatus: switches.take('live.status') === 'present',
  });
  const allowList = createAllowList(request.client?.data_channel);
  const reflects = switches.take('live.reflectedAudio') === 'on';
  let dialogue: LiveDialogue | undefined;
  const line = await openLine(
    { offer, media: switches.take('live.media'), maxSeconds, patience: patienceOf(switches) },
    {
      channelOpened: () => dialogue?.begin(),
      message: (text) => dialogue?.receive(text, page),
      heard(packet) {
        if (reflects) emitted(toText(HEARD_FRAME));
        dialogue?.hear(packet);
      },
      ended: (by) => options.ended(LINE_ENDS[by]),
    },
  );
  if (!line) return undefined;

  function send(event: ServerEvent, text = toText(event)): void {
    if (allowList.lets(event)) line?.sendText(text);
  }
  function emit(event: ServerEvent): void {
    const text = toText(event);
    send(event, text);
    emitted(text);
  }
  const page: Sender = { isPage: true, tell: send };

  function close(reason: ClosedReason): void {
    options.ended(reason);
    void line?.end('told');
  }
  const playback = createPlayback({
    audio: line.audio,
    speak(packet) {
      if (reflects) emitted(toText(toSpokenFrame(meter.elapsedMs())));
      line.speak(packet);
    },
  });
  const { silence } = line.audio;
  dialogue = createLiveDialogue({ session, meter, allowList, switches, playback, silence, page, emit, close });

  return {
    answer: line.answer,
    get state() {
      return line.state;
    },
    receive: (text, tell) => dialogue?.receive(text, { isPage: false, tell: (event) => tell(toText(event)) }),
    started: () => toText({ type: 'session.started', session: session.resource() }),
    billedSeconds: () => toBilled(meter.seconds(), switches.get('live.billedFloor') === 'on'),
    ending(by) {
      meter.stop();
      dialogue?.stop();
      over();
      if (switches.take('live.closed') === 'absent') return;
      for (const text of beforeClosed(switches.take('live.beforeClosed'))) emitted(text);
      const usage = closingUsage(toSeconds(meter, switches), switches.take('live.closedUsage'));
      emit({ type: 'session.closed', reason: toReason(by), ...usage, session: session.resource() });
    },
    end: line.end,
  };
}

function patienceOf(switches: LiveSwitches): Patience {
  const lostMs = switches.take('live.lostSeconds') * 1_000;
  return {
    connectMs: switches.take('live.connectSeconds') * 1_000,
    isGone: ({ uncheckedMs }) => uncheckedMs > lostMs,
  };
}

function closingUsage(seconds: number, told: 'counted' | 'half' | 'absent'): { usage?: { seconds: number } } {
  if (told === 'absent') return {};
  return { usage: { seconds: told === 'half' ? seconds / 2 : seconds } };
}

function toReason(by: EndedBy): ClosedReason {
  switch (by) {
    case 'close_requested':
    case 'expired':
    case 'content':
    case 'remote_hangup':
    case 'connection_lost':
      return by;
    case 'stop':
      return 'connection_lost';
    default:
      return 'close_requested';
  }
}

/** As OpenAI has it: an id on each event but those that carry sound. */
function toText(event: ServerEvent): string {
  const isSound = event.type === 'session.input_audio.append' || event.type === 'session.output_audio.delta';
  return JSON.stringify(isSound ? event : { event_id: createId('event'), ...event });
}
