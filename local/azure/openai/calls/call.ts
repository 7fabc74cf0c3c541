/** One call, from its offer to whatever ends it first: the caller, a hang-up, its limit, or silence on the line. */

import { createId } from '../ids.ts';
import { blockCandidates } from './answer.ts';
import type { CallReport, Goodbye } from './call-registry.ts';
import type { CallSwitches } from './call-switches.ts';
import { startCallWithoutMedia } from './call-without-media.ts';
import { createDialogue, type Dialogue } from './dialogue.ts';
import { isForwarded } from './filter.ts';
import type { LiveSession } from './live-session.ts';
import { isOver } from './liveness.ts';
import { createPeer } from './peer.ts';
import { createPlayback } from './playback.ts';
import type { ServerEvent } from './server-events.ts';

export interface CallOptions extends CallReport {
  /** As `readOffer` gives it. */
  readonly offer: string;
  readonly session: LiveSession;
  /** `webrtcfilter=on`. */
  readonly isFiltered: boolean;
  readonly maxSeconds: number;
  readonly switches: CallSwitches;
  /** Whether the account has a deployment of that name. */
  readonly hasDeployment: (name: string) => boolean;
}

/** The caller left, nothing of it came any more, or it has lasted as long as a call may. */
export type SelfEnd = 'caller' | 'lost' | 'maximum';

export interface Call {
  readonly answer: string;
  readonly state: 'connecting' | 'connected' | 'without-media';
  /** The member `session` of an event, as the session is now. */
  echo(): Readonly<Record<string, unknown>>;
  end(goodbye: Goodbye): Promise<void>;
}

const WATCH_MS = 250;

/** `undefined`: the offer cannot be answered. */
export async function startCall(options: CallOptions): Promise<Call | undefined> {
  const { offer, session, isFiltered, maxSeconds, switches, hasDeployment, emitted } = options;
  const startedAt = performance.now();
  const media = switches.take('calls.media');
  if (media === 'off') return startCallWithoutMedia(options);
  let state: Call['state'] = 'connecting';
  // Counted in looks, of which there is none while this process is kept from its work: the caller has not fallen silent.
  let unheardMs: number | undefined;
  let uncheckedMs = 0;
  let hasEnded = false;
  let dialogue: Dialogue | undefined;
  // What an end has to close, as far as there is anything.
  let close = async (_goodbye: Goodbye): Promise<void> => undefined;

  const peer = await createPeer(offer, {
    channelOpened: () => dialogue?.begin(),
    message: (text) => dialogue?.receive(text),
    heard(packet) {
      unheardMs = 0;
      dialogue?.hear(packet);
    },
    checked() {
      uncheckedMs = 0;
    },
    connected() {
      state = 'connected';
    },
    ended: () => over('caller'),
  });
  if (!peer) return undefined;

  const playback = createPlayback(media === 'silent' ? { ...peer, speak: () => undefined } : peer);
  const emit = (event: ServerEvent): void => {
    const text = JSON.stringify({ event_id: createId('event'), ...event });
    if (!isFiltered || isForwarded(event.type)) peer.sendText(text);
    // The recording of a sideband begins without it (docs/azure.md#sideband).
    if (event.type !== 'session.created') emitted(text);
  };
  dialogue = createDialogue({ session, emit, playback, silence: peer.audio.silence, switches, hasDeployment });
  const watch = setInterval(() => {
    if (unheardMs !== undefined) unheardMs += WATCH_MS;
    uncheckedMs += WATCH_MS;
    const lastedMs = performance.now() - startedAt;
    const isConnected = state === 'connected';
    const maxMs = maxSeconds * 1_000;
    if (isOver({ isConnected, lastedMs, maxMs, unheardMs, uncheckedMs })) over(lastedMs > maxMs ? 'maximum' : 'lost');
  }, WATCH_MS);
  close = async (goodbye) => {
    clearInterval(watch);
    playback.stop();
    if (goodbye === 'untold') await peer.vanish();
    await peer.close();
  };
  if (hasEnded) await close('told');

  /** The caller has gone, or must go. */
  function over(by: SelfEnd): void {
    if (hasEnded) return;
    void end('told');
    options.ended(by);
  }

  async function end(goodbye: Goodbye): Promise<void> {
    hasEnded = true;
    await close(goodbye);
  }

  return {
    answer: media === 'blocked' ? blockCandidates(peer.answer) : peer.answer,
    get state() {
      return state;
    },
    echo: session.echo,
    end,
  };
}
