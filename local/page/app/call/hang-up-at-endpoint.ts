/**
 * Ends a relayed call at the endpoint, so that it ends at Azure too and its place is free at once. It is sent though the
 * page goes meanwhile.
 */
import type { CallEvent } from './call-event.ts';
import { readObject, toMissingAnswer, toProblemFailure } from './endpoint-failure.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { CallPorts } from './ports.ts';
import { type Answered, send } from './send.ts';
import { createTeller } from './stage-runner.ts';

export interface HangUpOrder {
  readonly endpoint: string;
  readonly callId: string;
  /** The caller's own. */
  readonly token: string;
  /** Who ends it, for whoever reads. */
  readonly by: string;
}

/** The endpoint gives Azure a few seconds. */
const LIMIT_MS = 10_000;
const STAGE = 'hang-up';

export async function hangUpAtEndpoint(
  ports: Pick<CallPorts, 'fetch'>,
  { endpoint, callId, token, by }: HangUpOrder,
  dispatch: (event: CallEvent) => void,
  sinceStart: () => number,
): Promise<void> {
  const outgoing = {
    method: 'POST',
    url: `${endpoint}/realtime/calls/${encodeURIComponent(callId)}/hangup`,
    headers: { authorization: `Bearer ${token}` },
    limitMs: LIMIT_MS,
    outlivesPage: true,
  };
  const tell = createTeller(dispatch, STAGE);
  const answer = await send(ports, outgoing, tell, new AbortController().signal);
  const failure = answer.ok ? readFailure(answer.value) : toMissingAnswer(answer.error);
  if (failure) dispatch({ type: 'stage-troubled', stage: STAGE, failure });
  else tell.note(`${by}, at Azure too`);
  dispatch({ type: 'stage-done', stage: STAGE, atMs: sinceStart() });
}

function readFailure(answered: Answered): Failure | undefined {
  const { status, isOk, body } = answered;
  // Somebody else has ended it before.
  if (status === 404) return undefined;
  if (!isOk) return toProblemFailure(answered);
  const { state } = readObject(body);
  return state === 'ending'
    ? browserFailure('hang_up_unconfirmed', `The endpoint answered ${status}: the call is ending.`)
    : undefined;
}
