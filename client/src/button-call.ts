/** A call with its state, its events and its guard against a second press. */
import type { Call, CallEvents, CallOptions, CallState } from './call.ts';
import { CallError } from './call-error.ts';
import type { CallListener, Outcome } from './call-listener.ts';
import { countDown } from './count-down.ts';
import { createEmitter } from './emitter.ts';
import type { Ports } from './ports.ts';
import { type RunningCall, runCall } from './run-call.ts';
import { readEvent } from './service-events.ts';
import { readStats } from './watch-sound.ts';

const MS = 1_000;

/** @param ports the browser’s, or a test’s own. */
export function createButtonCall(ports: Ports, options: CallOptions): Call {
  const { on, tell } = createEmitter<CallEvents>();
  let state: CallState = { phase: 'idle' };
  let running: RunningCall | undefined;
  let starting: Promise<CallState> | undefined;
  let closed: Promise<void> = Promise.resolve();
  /** The endpoint’s wait, which a second press does not shorten. */
  let refused: { readonly error: CallError; readonly until: number } | undefined;

  function change(next: CallState): void {
    state = next;
    tell('state', state);
  }

  function listenerOf(isSettled: (state: CallState) => void, over: AbortController): CallListener {
    return {
      step: {
        begun: (step) => change({ ...state, step }),
        done: () => undefined,
        failed: () => undefined,
      },
      stream: (who, stream) => tell('stream', { who, stream }),
      placed: ({ callId, model }) => change({ ...state, ...(callId ? { callId } : {}), ...(model ? { model } : {}) }),
      live() {
        const { step: _step, ...known } = state;
        change({ ...known, phase: 'live' });
        isSettled(state);
        void countDown(
          ports,
          () => state.endsAt,
          (seconds) => tell('countdown', seconds),
          over.signal,
        );
      },
      message(data) {
        const event = readEvent(data);
        if (event) tell('event', event);
      },
      ends: (endsAt) => change({ ...state, endsAt }),
      heard: () => change({ ...state, isHeard: true }),
      trouble: (error) => tell('trouble', error),
      over(outcome) {
        over.abort();
        running = undefined;
        starting = undefined;
        change(toFinal(state, outcome));
        remember(state.error);
        isSettled(state);
      },
      hungUp: (error) => error && tell('trouble', error),
    };
  }

  function remember(error: CallError | undefined): void {
    const { retryAfterSeconds = 0 } = error ?? {};
    refused = error && retryAfterSeconds > 0 ? { error, until: ports.now() + retryAfterSeconds * MS } : undefined;
  }

  /** What is left of the wait that the endpoint asked for. */
  function refuseEarly(): boolean {
    const left = refused ? Math.ceil((refused.until - ports.now()) / MS) : 0;
    if (refused && left > 0) change({ phase: 'failed', error: withWait(refused.error, left) });
    return left > 0;
  }

  return {
    get state() {
      return state;
    },
    start() {
      if (starting !== undefined) return starting;
      if (refuseEarly()) return Promise.resolve(state);
      change({ phase: 'connecting' });
      starting = new Promise((resolve) => {
        running = runCall(ports, options, listenerOf(resolve, new AbortController()));
      });
      return starting;
    },
    hangUp() {
      closed = running?.hangUp() ?? closed;
      return closed;
    },
    send: (event) => running?.send(JSON.stringify(event)) ?? false,
    mute: (isMuted) => running?.mute(isMuted),
    async stats() {
      const line = running?.line();
      return line && readStats(line.peer);
    },
    on,
  };
}

function toFinal({ step: _step, ...known }: CallState, outcome: Outcome): CallState {
  return outcome.how === 'ended'
    ? { ...known, phase: 'ended', endedBy: outcome.by }
    : { ...known, phase: 'failed', error: outcome.error };
}

/** The same refusal, with what is left of its wait. */
function withWait(error: CallError, retryAfterSeconds: number): CallError {
  return new CallError(error.code, error.source, { ...error, message: error.message, retryAfterSeconds });
}
