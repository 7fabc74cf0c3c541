/** One call with everything around it made here: the endpoint and Azure as a function, a peer, a microphone, a clock. */

import type { CallEvent } from '../../../../../local/page/app/call/call-event.ts';
import { type CallState, createCallState } from '../../../../../local/page/app/call/call-state.ts';
import type { CallOptions, CallPorts } from '../../../../../local/page/app/call/ports.ts';
import { reduceCall } from '../../../../../local/page/app/call/reduce-call.ts';
import { type Call, startCall } from '../../../../../local/page/app/call/start-call.ts';
import { createClock, nextTurn } from '../../../client/fake-clock.ts';
import { ANSWER, FakePeer } from '../../../client/fake-peer.ts';

export const ENDPOINT = 'https://app.example/api';
export const CALLS = 'https://res.openai.azure.com/openai/v1/realtime/calls';
export const SECRET = 'ek_0123456789abcdef';
export const TOKEN = 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJhcGk6Ly94In0.c2ln';
const EPOCH_SECONDS = 1_800_000_000;

export interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

type Respond = (sent: Sent) => Response | Promise<Response>;

export function minted(seconds = 60): Response {
  return Response.json(
    { value: SECRET, expires_at: EPOCH_SECONDS + seconds, url: CALLS, model: 'gpt-realtime-mini', id: 'mint_1' },
    { headers: { 'server-timing': 'auth;dur=1.5, total;dur=9' } },
  );
}

export function answered(): Response {
  const headers = { location: '/v1/realtime/calls/rtc_abc', 'content-type': 'text/plain' };
  return new Response(ANSWER, { status: 201, headers });
}

export interface Bench {
  readonly call: Call;
  readonly peer: FakePeer;
  readonly sent: Sent[];
  readonly heard: string[];
  readonly stoppedTracks: () => number;
  state(): CallState;
  /** Lets milliseconds pass for every wait. */
  pass(ms: number): Promise<void>;
  /** Resolves once the state is as wanted; fails after a few hundred turns of the event loop. */
  reaches(what: (state: CallState) => boolean): Promise<CallState>;
}

export interface BenchOptions {
  readonly options?: Partial<CallOptions>;
  readonly ports?: Partial<CallPorts>;
  readonly mint?: Respond;
  readonly answer?: Respond;
}

export function startBench({ options, ports, mint = () => minted(), answer = answered }: BenchOptions = {}): Bench {
  const peer = new FakePeer();
  const sent: Sent[] = [];
  const heard: string[] = [];
  const clock = createClock();
  let stopped = 0;
  let state = createCallState({ number: 0, endpoint: '', way: 'direct', profile: 'default', startedAt: '' });
  const track = {
    kind: 'audio',
    label: 'A microphone',
    getSettings: () => ({ sampleRate: 48_000 }),
    stop: () => (stopped += 1),
  };
  const microphone = { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;

  const call = startCall(
    {
      fetch: async (url, init) => {
        sent.push({ url, init });
        return url.endsWith('/client_secrets') ? mint({ url, init }) : answer({ url, init });
      },
      createPeer: () => peer as unknown as RTCPeerConnection,
      openMicrophone: async () => microphone,
      now: clock.now,
      wallClock: () => new Date(EPOCH_SECONDS * 1_000 + clock.now()),
      wait: clock.wait,
      environment: () => ({ isSecure: true, hasMicrophone: true, hasWebRtc: true }),
      whenPageGoes: () => undefined,
      listen(who) {
        heard.push(who);
        return () => true;
      },
      ...ports,
    },
    {
      number: 1,
      endpoint: ENDPOINT,
      token: { kind: 'given', token: TOKEN },
      way: 'direct',
      profile: 'default',
      mistakes: {},
      ...options,
    },
    (event: CallEvent) => {
      state = reduceCall(state, event);
    },
  );
  const bench: Bench = {
    call,
    peer,
    sent,
    heard,
    stoppedTracks: () => stopped,
    state: () => state,
    pass: clock.pass,
    async reaches(what) {
      for (let turn = 0; turn < 300 && !what(state); turn += 1) await nextTurn();
      if (!what(state)) throw new Error(`The call never got there:\n${JSON.stringify(state.stages, null, 1)}`);
      return state;
    },
  };
  return bench;
}

/** To the open data channel. */
export async function connect(bench: Bench): Promise<void> {
  await bench.reaches(({ stages }) => stages.ice.state === 'running');
  bench.peer.become('connected');
  await bench.reaches(({ stages }) => stages.channel.state === 'running');
  bench.peer.channel?.open();
  await bench.reaches(({ phase }) => phase === 'live');
}
