/** The line to one caller: what comes in and goes out, and when it is over without a word from whoever uses it. */
import { blockCandidates } from './answer.ts';
import { openLineWithoutMedia } from './line-without-media.ts';
import { isOver, type Patience } from './liveness.ts';
import { createPeer, type Peer, type PeerObserver } from './peer.ts';

/** The values of the switches that say what becomes of media. */
export const LINE_MEDIA = ['normal', 'blocked', 'silent', 'off'] as const;
export type LineMedia = (typeof LINE_MEDIA)[number];

/** The caller left, nothing of it came any more, or it has lasted as long as it may. */
export type LineEnd = 'caller' | 'lost' | 'maximum';

/** Whether the other side is told that it is over, or notices that nothing comes any more. */
export type Goodbye = 'told' | 'untold';

export interface LineObserver extends Pick<PeerObserver, 'channelOpened' | 'message' | 'heard'> {
  /** Once at most, and not after `end`. What is sent now still arrives, if there is anybody. */
  ended(by: LineEnd): void;
}

export interface LineOptions {
  /** As `readOffer` gives it. */
  readonly offer: string;
  readonly media: LineMedia;
  readonly maxSeconds: number;
  readonly patience: Patience;
}

export interface Line extends Pick<Peer, 'answer' | 'audio' | 'sendText' | 'speak'> {
  readonly state: 'connecting' | 'connected' | 'without-media';
  end(goodbye: Goodbye): Promise<void>;
}

const WATCH_MS = 250;

/** `undefined`: the offer cannot be answered. */
export async function openLine(options: LineOptions, observer: LineObserver): Promise<Line | undefined> {
  const { offer, media, maxSeconds, patience } = options;
  const startedAt = performance.now();
  if (media === 'off') return openLineWithoutMedia(maxSeconds, observer);
  let state: Line['state'] = 'connecting';
  // Counted in looks, of which there is none while this process is kept from its work: the caller has not fallen silent.
  let unheardMs: number | undefined;
  let uncheckedMs = 0;
  let hasEnded = false;
  // What an end has to close, as far as there is anything.
  let close = async (_goodbye: Goodbye): Promise<void> => undefined;

  const peer = await createPeer(offer, {
    ...observer,
    heard(packet) {
      unheardMs = 0;
      observer.heard(packet);
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

  const watch = setInterval(() => {
    if (unheardMs !== undefined) unheardMs += WATCH_MS;
    uncheckedMs += WATCH_MS;
    const lastedMs = performance.now() - startedAt;
    const maxMs = maxSeconds * 1_000;
    const isConnected = state === 'connected';
    if (!isOver({ isConnected, lastedMs, maxMs, unheardMs, uncheckedMs }, patience)) return;
    over(lastedMs > maxMs ? 'maximum' : 'lost');
  }, WATCH_MS);
  close = async (goodbye) => {
    clearInterval(watch);
    if (goodbye === 'untold') await peer.vanish();
    await peer.close();
  };
  if (hasEnded) await close('told');

  /** The caller has gone, or must go. */
  function over(by: LineEnd): void {
    if (hasEnded) return;
    hasEnded = true;
    observer.ended(by);
    void close('told');
  }

  return {
    answer: media === 'blocked' ? blockCandidates(peer.answer) : peer.answer,
    audio: peer.audio,
    get state() {
      return state;
    },
    sendText: peer.sendText,
    speak: media === 'silent' ? () => undefined : peer.speak,
    async end(goodbye) {
      hasEnded = true;
      await close(goodbye);
    },
  };
}
