/** A call, top to bottom: each step needs what the one before gave, and the first that fails ends it. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { browserError, type CallError } from './call-error.ts';
import { type CallListener, type Outcome, untilAborted } from './call-listener.ts';
import { connectPeer, openChannel } from './connect.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { hangUpAtEndpoint } from './hang-up.ts';
import { closeLine, createLine, type Line, makeOffer } from './line.ts';
import { openMicrophone, stopTracks } from './microphone.ts';
import { type Placed, placeOffer } from './place-offer.ts';
import type { Ports } from './ports.ts';
import { noteFacts, readEvent, type ServiceFacts } from './service-events.ts';
import { createStepRunner } from './step.ts';
import { createTokens } from './tokens.ts';
import { watchEnd } from './watch-end.ts';
import { watchSound } from './watch-sound.ts';

export interface RunningCall {
  readonly line: () => Line | undefined;
  /** False where the channel is not open. */
  send(text: string): boolean;
  mute(isMuted: boolean): void;
  /** Resolves when nothing of it is left: peer closed, microphone off, endpoint told. */
  hangUp(): Promise<void>;
}

/** The endpoint’s answer takes less, mostly; the microphone is off at once. */
const LINE_MS = 2_000;

export function runCall(ports: Ports, options: EndpointOptions, listener: CallListener): RunningCall {
  const ending = new AbortController();
  const { signal } = ending;
  const tell = untilAborted(listener, signal);
  const during = createStepRunner(tell.step, signal);
  const tokens = createTokens(ports, options);
  const facts: ServiceFacts = { answerBeganAt: undefined, endsAt: undefined };
  let microphone: MediaStream | undefined;
  let line: Line | undefined;
  let placed: Placed | undefined;
  let isLive = false;
  let isPlaying = (): boolean => false;
  let closing: Promise<void> = Promise.resolve();

  function end(outcome: Outcome, isLeaving = false): void {
    if (signal.aborted) return;
    ending.abort();
    if (microphone) stopTracks(microphone);
    closing = close(outcome, isLeaving);
    listener.over(outcome);
  }

  /** A line that is closed before the endpoint hangs up is no call at the service any more, which the endpoint cannot be sure of. */
  async function close(outcome: Outcome, isLeaving: boolean): Promise<void> {
    const isYours = outcome.how === 'ended' && outcome.by === 'you';
    // One that never came through, or whose line was lost, is still a call at the service.
    const isStray = outcome.how === 'failed' && (!isLive || outcome.error.code === 'connection_lost');
    const told = isYours || isStray ? tellEndpoint(isLeaving) : undefined;
    if (told !== undefined && isYours && !isLeaving) {
      await Promise.race([told, ports.wait(LINE_MS, new AbortController().signal)]);
    }
    // A Live session goes on, and costs, until somebody says so.
    else if (options.api === 'live') say('{"type":"session.close"}');
    if (line) closeLine(line);
  }

  function say(text: string): boolean {
    if (line?.channel.readyState !== 'open') return false;
    line.channel.send(text);
    return true;
  }

  /** The end in the endpoint’s answer says that it watches over the call, and can end it. */
  function tellEndpoint(isLeaving: boolean): Promise<void> | undefined {
    if (placed?.callId === undefined || placed.endsAt === undefined) return undefined;
    return hangUpAtEndpoint(ports, { ...options, callId: placed.callId }, tokens, isLeaving).then(listener.hungUp);
  }

  async function prepare(): Promise<Result<string, CallError>> {
    const token = await during('token', () => tokens.get());
    if (!token.ok) return token;
    const opened = await during('microphone', () => openMicrophone(ports, signal));
    if (!opened.ok) return opened;
    microphone = opened.value;
    if (signal.aborted) stopTracks(microphone);
    tell.stream('you', microphone);
    return during('offer', () => offerLine(opened.value));
  }

  async function offerLine(stream: MediaStream): Promise<Result<string, CallError>> {
    if (!ports.environment().hasWebRtc) return err(browserError('webrtc_unsupported'));
    line = createLine(ports, stream, (answer) => {
      isPlaying = ports.play(answer, signal);
      tell.stream('answer', answer);
    });
    // Before the channel opens: the first event comes with its opening.
    line.channel.addEventListener('message', ({ data }) => hear(String(data)), { signal });
    return ok(await makeOffer(line));
  }

  function hear(data: string): void {
    const event = readEvent(data);
    const before = facts.endsAt;
    if (event) noteFacts(facts, event, ports);
    tell.message(data);
    if (facts.endsAt !== before) announceEnd();
  }

  function announceEnd(): void {
    const ends = [placed?.endsAt, facts.endsAt].filter((at) => at !== undefined);
    if (ends.length > 0) tell.ends(Math.min(...ends));
  }

  async function connect({ peer, channel }: Line, offer: string): Promise<Result<undefined, CallError>> {
    const answered = await placeOffer({ ports, options, tokens, during, signal }, offer);
    if (!answered.ok) return answered;
    placed = answered.value;
    // Nobody is on the line any more whose call has just been answered.
    if (signal.aborted) void tellEndpoint(false);
    tell.placed(placed);
    announceEnd();
    const connected = await during('connection', () => connectPeer(ports, peer, answered.value.answer, signal));
    return connected.ok ? during('channel', () => openChannel(ports, channel, signal)) : connected;
  }

  async function listenForSound({ peer }: Line): Promise<void> {
    const watch = { peer, signal, answerBeganAt: () => facts.answerBeganAt, isPlaying: () => isPlaying() };
    const sound = await watchSound(ports, watch);
    if (sound === 'heard') tell.heard();
    else if (sound) tell.trouble(sound);
  }

  async function run(): Promise<Outcome | undefined> {
    const offer = await prepare();
    if (!offer.ok) return { how: 'failed', error: offer.error };
    if (!line || signal.aborted) return undefined;
    const connected = await connect(line, offer.value);
    if (!connected.ok) return { how: 'failed', error: connected.error };
    isLive = true;
    tell.live();
    void listenForSound(line);
    return watchEnd(ports, { ...line, signal }, () => ({ endpoint: placed?.endsAt, service: facts.endsAt }));
  }

  async function runToEnd(): Promise<void> {
    const outcome = await run();
    if (outcome) end(outcome);
  }

  void runToEnd();
  ports.whenPageGoes(() => end({ how: 'ended', by: 'you' }, true), signal);
  return {
    line: () => line,
    hangUp() {
      end({ how: 'ended', by: 'you' });
      return closing;
    },
    mute(isMuted) {
      for (const track of microphone?.getAudioTracks() ?? []) track.enabled = !isMuted;
    },
    send: (text) => !signal.aborted && say(text),
  };
}
