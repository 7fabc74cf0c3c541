/** One call of the package with everything around it made here: the endpoint as a function, a peer, a microphone, a clock. */
import { createButtonCall } from '../../../client/src/button-call.ts';
import type { Call, CallEvents, CallOptions, CallState } from '../../../client/src/call.ts';
import type { Ports } from '../../../client/src/ports.ts';
import { createClock, nextTurn } from './fake-clock.ts';
import { ANSWER, FakePeer } from './fake-peer.ts';

export const ENDPOINT = 'https://app.example/api';
export const SERVICE = 'https://voice.example/v1/realtime/calls';
export const SECRET = 'ek_0123456789abcdef';
export const NOW_SECONDS = 1_800_000_000;

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly keepalive: boolean;
}

export type Respond = (sent: Sent) => Response | Promise<Response>;

/** The relay’s answer to an offer. */
export function answered(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(ANSWER, {
    status: 201,
    headers: { location: '/api/realtime/calls/rtc_abc', 'realtime-model': 'gpt-realtime-mini', ...headers },
  });
}

export function minted(): Response {
  return Response.json({ value: SECRET, expires_at: NOW_SECONDS + 60, url: SERVICE, model: 'gpt-realtime-mini' });
}

export function problem(status: number, code: string, { headers = {}, ...more }: ProblemExtras = {}): Response {
  return Response.json({ status, code, detail: 'What to do.', ...more }, { status, headers });
}

interface ProblemExtras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

export interface Bench {
  readonly call: Call;
  /** Of the newest call. */
  readonly peer: () => FakePeer;
  readonly ports: Ports;
  readonly sent: Sent[];
  /** What was told by each event, in order. */
  readonly told: { readonly [name in keyof CallEvents]: CallEvents[name][] };
  /** Microphones that are on. */
  readonly open: () => number;
  /** The page goes. */
  leave(): void;
  /** Lets milliseconds pass for every wait. */
  pass(ms: number): Promise<void>;
  /** Resolves once the state is as wanted; fails after a few hundred turns of the event loop. */
  reaches(isSo: (state: CallState) => boolean): Promise<CallState>;
}

export interface BenchOptions {
  readonly options?: Partial<CallOptions>;
  readonly ports?: Partial<Ports>;
  readonly respond?: Respond;
}

export function createBench({ options, ports: own, respond = () => answered() }: BenchOptions = {}): Bench {
  const peers: FakePeer[] = [];
  const sent: Sent[] = [];
  const clock = createClock();
  const leaving: { readonly callback: () => void; readonly signal: AbortSignal }[] = [];
  let open = 0;
  const ports: Ports = {
    async fetch(url, { method = 'GET', headers, body, keepalive = false }) {
      const one = { url, method, headers: new Headers(headers), body: String(body ?? ''), keepalive };
      sent.push(one);
      return respond(one);
    },
    createPeer() {
      const peer = new FakePeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    async openMicrophone() {
      open += 1;
      let isOn = true;
      const track = {
        kind: 'audio',
        enabled: true,
        stop() {
          if (isOn) open -= 1;
          isOn = false;
        },
      };
      return { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
    },
    now: () => NOW_SECONDS * 1_000 + clock.now(),
    wait: clock.wait,
    environment: () => ({ isSecure: true, hasMicrophone: true, hasWebRtc: true }),
    play: () => () => true,
    whenPageGoes: (callback, signal) => leaving.push({ callback, signal }),
    ...own,
  };
  const call = createButtonCall(ports, { endpoint: ENDPOINT, getToken: () => 'token-1', ...options });
  const told: Bench['told'] = { state: [], event: [], countdown: [], stream: [], trouble: [] };
  for (const name of Object.keys(told) as (keyof CallEvents)[]) {
    call.on(name, (what) => (told[name] as unknown[]).push(what));
  }
  return {
    call,
    ports,
    sent,
    told,
    peer() {
      const peer = peers.at(-1);
      if (!peer) throw new Error('There is no peer yet.');
      return peer;
    },
    open: () => open,
    leave() {
      for (const { callback, signal } of leaving) if (!signal.aborted) callback();
    },
    pass: clock.pass,
    async reaches(isSo) {
      for (let turn = 0; turn < 300 && !isSo(call.state); turn += 1) await nextTurn();
      if (!isSo(call.state)) throw new Error(`The call never got there: ${JSON.stringify(call.state)}`);
      return call.state;
    },
  };
}

/** To the open data channel. */
export async function connect(bench: Bench): Promise<CallState> {
  const started = bench.call.start();
  await bench.reaches(({ step }) => step === 'connection');
  await nextTurn();
  bench.peer().become('connected');
  await bench.reaches(({ step }) => step === 'channel');
  bench.peer().channel?.open();
  return started;
}
