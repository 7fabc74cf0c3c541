/** One call, from its offer to whatever ends it first: the caller, a hang-up, the limit, or silence on the line. */
import { createHearing } from './hearing.ts';
import { createPeer } from './peer.ts';
import { createPlayback } from './playback.ts';

export interface CallOptions {
  readonly offer: string;
  readonly session: Readonly<Record<string, unknown>>;
  readonly ended: () => void;
}

export interface Call {
  readonly answer: string;
  readonly state: 'connecting' | 'connected';
  end(): Promise<void>;
}

export async function startCall({ offer, session, ended }: CallOptions): Promise<Call | undefined> {
  let state: Call['state'] = 'connecting';
  const hearing = createHearing(() => ({ silenceMs: 500, prefixMs: 300 }), {
    started() {
      playback?.cut();
    },
    stopped(_atMs, packets) {
      playback?.play(packets, () => undefined);
    },
  });
  const peer = await createPeer(offer, {
    channelOpened: () => peer?.sendText(JSON.stringify({ type: 'session.created', event_id: 'event_1', session })),
    message(text) {
      const event: unknown = JSON.parse(text);
      if (typeof event === 'object' && event !== null && Reflect.get(event, 'type') === 'session.update') {
        peer?.sendText(JSON.stringify({ type: 'session.updated', event_id: 'event_2', session }));
      }
    },
    heard: (packet) => hearing.hear(packet),
    alive: () => undefined,
    connected() {
      state = 'connected';
    },
    ended() {
      void end();
      ended();
    },
  });
  if (!peer) return undefined;
  const playback = createPlayback(peer);
  async function end(): Promise<void> {
    playback.cut();
    await peer?.close();
  }
  return {
    answer: peer.answer,
    get state() {
      return state;
    },
    end,
  };
}
