/** Callers of the Live relay, through the bundle that ships: with a page that is on the line, or with an offer alone. */

import { type Answered, type Caller, join } from '../calls/caller.ts';
import { anOffer } from '../support/sdp.ts';
import { type CallBench, type Person, startCallBench } from './call-bench.ts';
import type { Answer, SystemOptions } from './system.ts';

export const LIVE_PATH = '/api/live/sessions';

export const COACH = {
  api: 'live',
  deployment: 'gpt-live',
  maxMinutes: 10,
  session: { instructions: 'canary-prompt', audio: { output: { voice: 'marin' } } },
  choices: { 'audio.output.voice': ['cedar'] },
};

export interface LiveBench extends CallBench {
  /** The answer to an offer that nobody stands behind. */
  offer(person: Person, body?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** A page that is on the line, or that was refused. */
  talk(person: Person, profile?: string): Promise<Caller>;
  close(person: Person, id: string): Promise<Answer>;
}

export async function startLiveBench({ settings = {}, ...options }: SystemOptions = {}): Promise<LiveBench> {
  const bench = await startCallBench({
    settings: { 'realtime:profiles:coach': JSON.stringify(COACH), ...settings },
    ...options,
  });
  const post = (person: Person, body: object) =>
    bench.send(person, 'POST', LIVE_PATH, JSON.stringify(body), { 'Content-Type': 'application/json' });

  return {
    ...bench,
    offer: (person, body) => post(person, { profile: 'coach', transport: { type: 'webrtc', sdp: anOffer() }, ...body }),
    talk: (person, profile = 'coach') =>
      join({}, async (sdp): Promise<Answered> => {
        const { status, headers, json } = await post(person, { profile, transport: { type: 'webrtc', sdp } });
        const { session, transport } = json as { session?: { id: string }; transport?: { sdp: string } };
        return { status, headers, answer: transport?.sdp ?? '', id: session?.id ?? '' };
      }),
    close: (person, id) => bench.send(person, 'POST', `${LIVE_PATH}/${id}/hangup`),
  };
}
