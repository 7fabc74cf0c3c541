/** One call, from its offer to whatever ends it first: the caller, a hang-up, its limit, or silence on the line. */

import { createId } from '../ids.ts';
import type { CallReport } from './call-registry.ts';
import type { CallSession } from './call-session.ts';
import type { CallSwitches } from './call-switches.ts';
import { createDialogue, type Dialogue } from './dialogue.ts';
import { isForwarded } from './filter.ts';
import { type Line, openLine } from './line.ts';
import { USUAL_PATIENCE } from './liveness.ts';
import { createPlayback } from './playback.ts';
import type { ServerEvent } from './server-events.ts';

export interface CallOptions extends CallReport {
  /** As `readOffer` gives it. */
  readonly offer: string;
  readonly session: CallSession;
  /** `webrtcfilter=on`. */
  readonly isFiltered: boolean;
  readonly maxSeconds: number;
  readonly switches: CallSwitches;
  /** Whether the account has a deployment of that name. */
  readonly hasDeployment: (name: string) => boolean;
}

export interface Call extends Pick<Line, 'answer' | 'state' | 'end'> {
  /** The member `session` of an event, as the session is now. */
  echo(): Readonly<Record<string, unknown>>;
}

/** `undefined`: the offer cannot be answered. */
export async function startCall(options: CallOptions): Promise<Call | undefined> {
  const { offer, session, isFiltered, maxSeconds, switches, hasDeployment, emitted } = options;
  let dialogue: Dialogue | undefined;
  let fallSilent = (): void => undefined;
  const line = await openLine(
    { offer, media: switches.take('calls.media'), maxSeconds, patience: USUAL_PATIENCE },
    {
      channelOpened: () => dialogue?.begin(),
      message: (text) => dialogue?.receive(text),
      heard: (packet) => dialogue?.hear(packet),
      ended(by) {
        fallSilent();
        options.ended(by);
      },
    },
  );
  if (!line) return undefined;
  const playback = createPlayback(line);
  fallSilent = playback.stop;
  const emit = (event: ServerEvent): void => {
    const text = JSON.stringify({ event_id: createId('event'), ...event });
    if (!isFiltered || isForwarded(event.type)) line.sendText(text);
    // The recording of a sideband begins without it (docs/azure.md#sideband).
    if (event.type !== 'session.created') emitted(text);
  };
  dialogue = createDialogue({ session, emit, playback, silence: line.audio.silence, switches, hasDeployment });
  return {
    answer: line.answer,
    get state() {
      return line.state;
    },
    echo: session.echo,
    end(goodbye) {
      fallSilent();
      return line.end(goodbye);
    },
  };
}
