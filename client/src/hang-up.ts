/** Ends a relayed call at the endpoint, so that it ends at the service too and its place is free at once. */
import { err, ok } from '../../src/lib/result.ts';
import { ask, readObject } from './ask.ts';
import { browserError, type CallError } from './call-error.ts';
import { callsUrl, type EndpointOptions } from './endpoint-options.ts';
import type { Ports } from './ports.ts';
import { toMissing, toProblem } from './refusal.ts';
import type { Tokens } from './tokens.ts';

export interface HangUpOrder extends Pick<EndpointOptions, 'endpoint' | 'api'> {
  readonly callId: string;
}

/** The endpoint gives the service a few seconds. */
const LIMIT_MS = 10_000;
const NOT_FOUND = 404;

/**
 * It is sent though the page goes meanwhile. Gives what is wrong, if anything is.
 *
 * @param isLeaving the page goes: the request is on its way when this returns, by the token of the call. Otherwise one that
 *   has expired during a long call is replaced.
 */
export async function hangUpAtEndpoint(
  ports: Pick<Ports, 'fetch'>,
  order: HangUpOrder,
  tokens: Tokens,
  isLeaving: boolean,
): Promise<CallError | undefined> {
  const token = tokens.last();
  if (isLeaving && token !== undefined) return hangUpBy(ports, order, token);
  const outcome = await tokens.spend(async (fresh) => {
    const error = await hangUpBy(ports, order, fresh);
    return error ? err(error) : ok(undefined);
  });
  return outcome.ok ? undefined : outcome.error;
}

async function hangUpBy(
  ports: Pick<Ports, 'fetch'>,
  order: HangUpOrder,
  token: string,
): Promise<CallError | undefined> {
  const answer = await ask(
    ports,
    {
      method: 'POST',
      url: `${callsUrl(order)}/${encodeURIComponent(order.callId)}/hangup`,
      headers: { authorization: `Bearer ${token}` },
      limitMs: LIMIT_MS,
      outlivesPage: true,
    },
    new AbortController().signal,
  );
  if (!answer.ok) return toMissing('endpoint', answer.error);
  const { status, isOk, body } = answer.value;
  // Somebody else has ended it before.
  if (status === NOT_FOUND) return undefined;
  if (!isOk) return toProblem(order.endpoint, answer.value);
  return readObject(body)['state'] === 'ending' ? browserError('hang_up_unconfirmed', { status }) : undefined;
}
