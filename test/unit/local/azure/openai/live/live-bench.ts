/** A session's dialogue without a line around it: its time and its playback go on when a test wants. */
import { createAllowList } from '../../../../../../local/azure/openai/live/allow-list.ts';
import { createLiveDialogue } from '../../../../../../local/azure/openai/live/live-dialogue.ts';
import { createLiveSession } from '../../../../../../local/azure/openai/live/live-session.ts';
import { LIVE_SWITCHES } from '../../../../../../local/azure/openai/live/live-switches.ts';
import type { LiveSessionRequest } from '../../../../../../local/azure/openai/live/session-schema.ts';
import { createUsageMeter } from '../../../../../../local/azure/openai/live/usage-meter.ts';
import { createSwitches } from '../../../../../../local/kit/switches.ts';

export type Told = Readonly<Record<string, unknown>> & { readonly type: string };

export interface LiveBench {
  /** What everybody was told, and the page alone. */
  readonly told: readonly Told[];
  types(): readonly string[];
  of(type: string): readonly Told[];
  /** The types of the nested events. */
  nested(): readonly string[];
  clear(): void;
  say(event: Record<string, unknown>): void;
  /** Packets of 20 ms each, in which the session's time goes on. */
  speak(packets: number, level?: number): void;
  /** Speech of two seconds, and the silence that ends a turn. */
  speakTurn(): void;
  /** Plays so many packets on, each in its time; without a number to the end of all that is to be said. */
  play(packets?: number): void;
  /** What plays now. */
  playing(): readonly Buffer[] | undefined;
  readonly closed: readonly string[];
}

export const SILENCE = Buffer.from('silence');
const PACKET_MS = 20;
const QUIET = 100;
const LOUD = 10;

/** @param settings switches that are thrown before the dialogue begins. */
export function aLiveDialogue(
  session: Partial<LiveSessionRequest> = {},
  settings: Readonly<Record<string, string>> = {},
): LiveBench {
  const switches = createSwitches(LIVE_SWITCHES);
  for (const [name, value] of Object.entries(settings)) switches.set(name, value);
  const told: Told[] = [];
  const closed: string[] = [];
  let now = 0;
  let current: { packets: readonly Buffer[]; index: number; ended(): void; spoken?(count: number): void } | undefined;
  const tell = (event: unknown) => void told.push(JSON.parse(JSON.stringify(event)));
  const page = { isPage: true, tell };
  const stop = (): void => {
    current = undefined;
  };
  const dialogue = createLiveDialogue({
    session: createLiveSession({ model: 'gpt-live', ...session }, { id: 'live_1', expiresAt: 3_600, hasStatus: true }),
    meter: createUsageMeter(() => now),
    allowList: createAllowList(session.client?.data_channel),
    switches,
    playback: {
      play(packets, ended, spoken) {
        current = { packets, index: 0, ended, ...(spoken && { spoken }) };
      },
      cut: stop,
      stop,
    },
    silence: SILENCE,
    page,
    emit: tell,
    close: (reason) => closed.push(reason),
  });
  dialogue.begin();
  const of = (type: string) => told.filter((event) => event.type === type);
  const speak = (packets: number, level = LOUD): void => {
    for (let index = 0; index < packets; index += 1) {
      now += PACKET_MS;
      dialogue.hear({ payload: Buffer.from([level]), level });
    }
  };

  function playOne(): void {
    const playing = current;
    if (!playing) return;
    if (playing.index === playing.packets.length) {
      stop();
      playing.ended();
      return;
    }
    now += PACKET_MS;
    playing.index += 1;
    playing.spoken?.(playing.index);
  }

  return {
    told,
    closed,
    types: () => told.map(({ type }) => type),
    of,
    nested: () => of('response.event').map(({ event }) => String(Object(event).type)),
    clear() {
      told.length = 0;
    },
    say: (event) => dialogue.receive(JSON.stringify(event), page),
    speak,
    speakTurn() {
      speak(100);
      speak(25, QUIET);
    },
    play(packets = Number.POSITIVE_INFINITY) {
      for (let count = 0; count < packets && current; count += 1) playOne();
    },
    playing: () => current?.packets,
  };
}
