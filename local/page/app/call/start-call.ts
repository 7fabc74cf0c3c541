/** A call, top to bottom: each stage needs what the one before gave, and the first that fails ends it. */
import { ok, type Result } from '../../../../src/lib/result.ts';
import type { CallEvent } from './call-event.ts';
import { connectPeer, openChannel } from './connect.ts';
import type { Failure } from './failure.ts';
import { hangUpAtEndpoint } from './hang-up-at-endpoint.ts';
import { makeOffer, type Offered } from './make-offer.ts';
import { isStale, type Minted, mintSecret } from './mint-secret.ts';
import { obtainToken } from './obtain-token.ts';
import { openMicrophone } from './open-microphone.ts';
import type { CallOptions, CallPorts } from './ports.ts';
import { type OfferOrder, type Placed, postOffer } from './post-offer.ts';
import { createStageRunner } from './stage-runner.ts';
import { createTalk, type Talk } from './talk.ts';

export interface Call {
  hangUp(): void;
  /** Sends a turn of text; nothing happens while the channel is not open. */
  say(text: string): void;
  /** Resolves when nothing of it is left: peer closed, microphone off. */
  readonly ended: Promise<void>;
}

interface Credentials {
  readonly token: string;
  /** Absent on the relay's way. */
  readonly minted: Minted | undefined;
}

/** The endpoint’s answer takes less, mostly; the microphone is off at once. */
const LINE_MS = 2_000;

export function startCall(ports: CallPorts, options: CallOptions, dispatch: (event: CallEvent) => void): Call {
  const begun = ports.now();
  const sinceStart = () => ports.now() - begun;
  const ending = new AbortController();
  const { signal } = ending;
  const cleanUps: (() => void)[] = [];
  let closeLine = (): void => undefined;
  /** Until the line is closed, once the call is over. */
  let closing: Promise<void> | undefined;
  let talk: Talk | undefined;
  let isLive = false;
  /** Of a call that the endpoint watches over: with its end it says that it can end it. */
  let watched: { readonly callId: string; readonly token: string } | undefined;

  /** What comes in after the end belongs to a call that nobody looks at any more. */
  const tell = (event: CallEvent) => {
    if (!signal.aborted) dispatch(event);
  };
  const runStage = createStageRunner(tell, sinceStart, signal);

  function end(how: 'ended' | 'failed'): void {
    if (signal.aborted) return;
    tell({ type: 'call-over', atMs: sinceStart(), how });
    ending.abort();
    for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
    closing = close(how);
  }

  /** A line that is closed before the endpoint hangs up is no call at Azure any more, which the endpoint cannot be sure of. */
  async function close(how: 'ended' | 'failed'): Promise<void> {
    const { signal: always } = new AbortController();
    if (how === 'ended' && watched) await Promise.race([hangUpWatched('by you'), ports.wait(LINE_MS, always)]);
    closeLine();
    // A call that never came through is still one at Azure. One that broke was ended by somebody, mostly.
    if (how === 'failed' && !isLive) void hangUpWatched('by the page');
  }

  /** At once when the call has ended meanwhile: a permission that comes too late opens no microphone. */
  function atEnd(cleanUp: () => void): void {
    if (signal.aborted) cleanUp();
    else cleanUps.push(cleanUp);
  }

  const mint = (token: string) => runStage('mint', (stage) => mintSecret(ports, { ...options, token }, stage, signal));

  async function obtainCredentials(): Promise<Result<Credentials, Failure>> {
    const token = await runStage('token', (stage) => obtainToken(ports, options.token, stage, signal));
    if (!token.ok) return token;
    if (options.way === 'relay') {
      tell({ type: 'stage-skipped', stage: 'mint', note: 'the relay keeps it to itself' });
      return ok({ token: token.value, minted: undefined });
    }
    const minted = await mint(token.value);
    return minted.ok ? ok({ token: token.value, minted: minted.value }) : minted;
  }

  async function prepareOffer(): Promise<Result<Offered, Failure>> {
    const microphone = await runStage('microphone', (stage) => openMicrophone(ports, stage, signal));
    if (!microphone.ok) return microphone;
    atEnd(() => stopTracks(microphone.value));
    const offered = await runStage('offer', (stage) => makeOffer(ports, microphone.value, stage, signal));
    if (!offered.ok) return offered;
    const { peer, channel } = offered.value;
    closeLine = () => {
      channel.close();
      peer.close();
    };
    if (signal.aborted) closeLine();
    return offered;
  }

  async function addressOffer({
    token,
    minted,
  }: Credentials): Promise<Result<Pick<OfferOrder, 'url' | 'bearer'>, Failure>> {
    if (!minted) {
      const url = `${options.endpoint}/realtime/calls?profile=${encodeURIComponent(options.profile)}`;
      return ok({ url, bearer: token });
    }
    const fresh = isStale(minted, ports.wallClock()) ? await mint(token) : ok(minted);
    return fresh.ok ? ok({ url: fresh.value.callsUrl, bearer: fresh.value.secret }) : fresh;
  }

  async function call({ peer, channel, sdp }: Offered, address: Pick<OfferOrder, 'url' | 'bearer'>) {
    const isDirect = options.way === 'direct';
    const { ignoresStatus = false, offers = 1 } = options.mistakes;
    const order = { ...address, offer: sdp, isDirect, ignoresStatus, offers };
    const posted = await runStage('calls', (stage) => postOffer(ports, order, peer, stage, signal));
    if (!posted.ok) return posted;
    if (!isDirect) watch(posted.value, address.bearer);
    // Before the channel opens: the first event comes with its opening.
    talk = createTalk(ports, { peer, channel, tell, sinceStart, signal }, posted.value.endsAt);
    const connected = await runStage('ice', (stage) => connectPeer(ports, peer, stage, signal));
    if (!connected.ok) return connected;
    const opened = await runStage('channel', (stage) => openChannel(ports, channel, stage, signal));
    if (!opened.ok) return opened;
    isLive = true;
    return talk.untilOver();
  }

  function watch({ callId, endsAt }: Placed, token: string): void {
    if (callId === undefined || endsAt === undefined) return;
    watched = { callId, token };
    // Nobody is on the line any more whose call has just been answered.
    if (signal.aborted) void hangUpWatched('by you');
  }

  /** The answer comes when the call is over for this page; it is told all the same. */
  async function hangUpWatched(by: string): Promise<void> {
    if (!watched) return;
    await hangUpAtEndpoint(ports, { ...watched, endpoint: options.endpoint, by }, dispatch, sinceStart);
  }

  async function run(): Promise<Result<undefined, Failure>> {
    const credentials = await obtainCredentials();
    if (!credentials.ok) return credentials;
    const offered = await prepareOffer();
    if (!offered.ok) return offered;
    const address = await addressOffer(credentials.value);
    return address.ok ? call(offered.value, address.value) : address;
  }

  const { number, endpoint, way, profile } = options;
  dispatch({ type: 'call-started', number, endpoint, way, profile, startedAt: ports.wallClock().toISOString() });
  return {
    ended: run().then((outcome) => {
      if (!outcome.ok) end('failed');
      return closing;
    }),
    hangUp() {
      if (signal.aborted) return;
      tell({ type: 'stage-started', stage: 'hang-up', atMs: sinceStart() });
      talk?.finish();
      tell({ type: 'stage-told', stage: 'hang-up', note: 'by you' });
      tell({ type: 'stage-done', stage: 'hang-up', atMs: sinceStart() });
      end('ended');
    },
    say: (text) => talk?.say(text),
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
