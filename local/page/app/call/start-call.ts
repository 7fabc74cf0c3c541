/** A call of the package for pages, with each of its steps told to this page as a stage. */
import type { Step } from '../../../../client/src/call.ts';
import type { CallListener, Outcome } from '../../../../client/src/call-listener.ts';
import type { Line } from '../../../../client/src/line.ts';
import { type RunningCall, runCall } from '../../../../client/src/run-call.ts';
import { readEvent } from '../../../../client/src/service-events.ts';
import { tellMint, tellPlaced } from './answer-facts.ts';
import type { CallEvent } from './call-event.ts';
import { browserFailure, type Failure } from './failure.ts';
import { closedFacts } from './live-usage.ts';
import { withMistakes } from './mistaken-fetch.ts';
import { obtainToken } from './obtain-token.ts';
import { openMicrophone } from './open-microphone.ts';
import type { CallOptions, CallPorts } from './ports.ts';
import { readServiceFailure } from './service-failure.ts';
import type { StageId } from './stage.ts';
import { createTeller } from './stage-teller.ts';
import { tellChannel, tellLink, tellOffer, tellQuality } from './tell-line.ts';
import { createTextOnlyWatch } from './text-only.ts';
import { toFailure } from './to-failure.ts';
import { withTrace } from './traced-fetch.ts';
import { createTypedTurns } from './typed-turns.ts';

export interface Call {
  hangUp(): void;
  /** Sends a turn of text; nothing happens while the channel is not open. */
  say(text: string): void;
  /** Resolves when nothing of it is left: peer closed, microphone off. */
  readonly ended: Promise<void>;
}

/** An answer came to its end while its cancellation was on the way. */
const CANCELLED_TOO_LATE = 'response_cancel_not_active';

const STAGES: Readonly<Record<Step, StageId>> = {
  token: 'token',
  microphone: 'microphone',
  offer: 'offer',
  mint: 'mint',
  answer: 'calls',
  connection: 'ice',
  channel: 'channel',
};

export function startCall(ports: CallPorts, options: CallOptions, dispatch: (event: CallEvent) => void): Call {
  const { number, endpoint, way, api, profile, mistakes } = options;
  const begun = ports.now();
  const sinceStart = () => ports.now() - begun;
  const over = new AbortController();
  const { signal } = over;
  const { promise: ended, resolve: endNow } = Promise.withResolvers<void>();
  let azureRequestId: string | null = null;
  let isLive = false;
  /** Why the service has closed the session, which it tells before the line goes. */
  let closedFor: Failure | undefined;
  let hungUpBy = 'By the page';
  let call: RunningCall | undefined;

  /** What comes in after the end belongs to a call that nobody looks at any more. */
  const tell = (event: CallEvent) => {
    if (!signal.aborted) dispatch(event);
  };
  const teller = (stage: StageId) => createTeller(stage === 'hang-up' ? dispatch : tell, stage);
  const begin = (stage: StageId) => tell({ type: 'stage-started', stage, atMs: sinceStart() });
  const finish = (stage: StageId) => tell({ type: 'stage-done', stage, atMs: sinceStart() });
  const fail = (stage: StageId, failure: Failure) => tell({ type: 'stage-failed', stage, atMs: sinceStart(), failure });
  const send = (event: object) => {
    const raw = JSON.stringify(event);
    if (call?.send(raw)) tell({ type: 'channel-event', direction: 'out', atMs: sinceStart(), raw });
  };
  const turns = createTypedTurns(send);
  const textOnly = createTextOnlyWatch();

  function noteAnswer(stage: StageId, answer: Response, body: string): void {
    if (stage === 'mint') tellMint(teller('mint'), answer, body, ports.wallClock());
    if (stage === 'calls') azureRequestId = answer.headers.get('apim-request-id');
  }

  function describe(step: Step): void {
    const line = call?.line();
    if (!line) return;
    if (step === 'offer') tellOffer(teller('offer'), line);
    if (step === 'connection') void tellLink(createTeller(dispatch, 'ice'), line);
    if (step === 'channel') tellChannel(teller('channel'), line);
  }

  const listener: CallListener = {
    step: {
      begun(step) {
        if (step === 'answer' && way === 'relay') {
          const note = api === 'live' ? 'GPT-Live has none' : 'The relay keeps it to itself';
          tell({ type: 'stage-skipped', stage: 'mint', note });
        }
        begin(STAGES[step]);
      },
      done(step) {
        describe(step);
        finish(STAGES[step]);
      },
      failed(step, error) {
        if (step === 'connection') describe(step);
        const isTaken = mistakes.ignoresStatus === true || error.code !== 'answer_not_sdp';
        const { status } = { status: 0, ...error.measured };
        fail(STAGES[step], isTaken ? toFailure(error) : { kind: 'azure', seen: 'invalid', status: Number(status) });
      },
    },
    stream: (who, stream) => {
      if (who === 'you') ports.listen(who, stream, signal);
    },
    placed: (placed) => tellPlaced(teller('calls'), placed, azureRequestId),
    live() {
      isLive = true;
      begin('speaking');
      tell({ type: 'connected', atMs: sinceStart() });
      begin('first-audio');
      const line = call?.line();
      if (line) void tellQuality(ports, line, tell, signal);
    },
    message(raw) {
      tell({ type: 'channel-event', direction: 'in', atMs: sinceStart(), raw });
      const event = readEvent(raw);
      if (!event) return;
      turns.hear(event);
      teller('speaking').facts(closedFacts(event));
      const outputModalities = textOnly.hear(event);
      if (outputModalities !== undefined)
        fail('first-audio', browserFailure('no_audio_back', '', { outputModalities }));
      const failure = readServiceFailure(event);
      if (event.type === 'session.closed') closedFor = failure;
      if (failure && codeOf(failure) !== CANCELLED_TOO_LATE)
        tell({ type: 'stage-troubled', stage: 'speaking', failure });
    },
    ends: (at) => tell({ type: 'end-known', endsAtMs: sinceStart() + at - ports.wallClock().getTime() }),
    heard() {
      teller('first-audio').note('The answer is heard');
      finish('first-audio');
    },
    trouble: (error) => fail('first-audio', toFailure(error)),
    over: (outcome) => end(outcome),
    hungUp(error) {
      if (error) dispatch({ type: 'stage-troubled', stage: 'hang-up', failure: toFailure(error) });
      else teller('hang-up').note(`${hungUpBy}, at Azure too`);
      dispatch({ type: 'stage-done', stage: 'hang-up', atMs: sinceStart() });
    },
  };

  /** A Live session is closed because of the hang-up, and tells what it took while the line is still open. */
  function hearClosed({ channel }: Line): void {
    channel.addEventListener('message', ({ data }) => {
      const raw = String(data);
      const facts = closedFacts(readEvent(raw) ?? {});
      if (facts.length === 0) return;
      dispatch({ type: 'channel-event', direction: 'in', atMs: sinceStart(), raw });
      createTeller(dispatch, 'speaking').facts(facts);
    });
  }

  function tellHungUp(): void {
    hungUpBy = 'By you';
    begin('hang-up');
    if (isLive) finish('speaking');
    teller('hang-up').note(hungUpBy);
    finish('hang-up');
    const line = call?.line();
    if (api === 'live' && line) hearClosed(line);
  }

  function end(outcome: Outcome): void {
    const isYours = outcome.how === 'ended' && outcome.by === 'you';
    if (isYours) tellHungUp();
    else if (isLive) fail('speaking', closedFor ?? failureOf(outcome, sinceStart()));
    tell({ type: 'call-over', atMs: sinceStart(), how: isYours ? 'ended' : 'failed' });
    over.abort();
    void (call?.hangUp() ?? Promise.resolve()).then(endNow);
  }

  dispatch({
    type: 'call-started',
    number,
    endpoint,
    way,
    profile,
    ...(api === undefined ? {} : { api }),
    startedAt: ports.wallClock().toISOString(),
  });
  const fetch = withMistakes(withTrace(ports.fetch, teller, noteAnswer), mistakes);
  call = runCall(
    {
      ...ports,
      fetch,
      now: () => ports.wallClock().getTime(),
      openMicrophone: () => openMicrophone(ports.openMicrophone, teller('microphone')),
      play: (stream, until) => ports.listen('answer', stream, until),
    },
    {
      endpoint,
      way,
      api,
      profile: profile === 'default' ? undefined : profile,
      getToken: () => obtainToken({ ...ports, fetch }, options.token, teller('token')),
    },
    listener,
  );
  return {
    ended,
    hangUp: () => void call?.hangUp(),
    say: turns.say,
  };
}

function codeOf(failure: Failure): string | undefined {
  return failure.kind === 'event' ? failure.event.code : undefined;
}

/** Why a call that was live is over, where nobody here ended it. */
function failureOf(outcome: Outcome, afterMs: number): Failure {
  if (outcome.how === 'failed' && outcome.error.code !== 'channel_closed') return toFailure(outcome.error);
  const detail = `The data channel was closed after ${(afterMs / 1_000).toFixed(1)} s.`;
  if (outcome.how === 'failed') return browserFailure('channel_closed', detail);
  return browserFailure(outcome.by === 'endpoint' ? 'leash_reached' : 'call_limit_reached', detail);
}
