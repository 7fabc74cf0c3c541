/** The exchange behind `exchangeSdp`: one offer, its answer, and the end of its call with the page. */
import type { ExchangeSdp, ExchangeSdpOptions } from './exchange-sdp.ts';
import { hangUpAtEndpoint } from './hang-up.ts';
import { type Placed, placeOffer } from './place-offer.ts';
import type { Ports } from './ports.ts';
import { createStepRunner } from './step.ts';
import { createTokens, type Tokens } from './tokens.ts';

export function exchangeBy(ports: Ports, options: ExchangeSdpOptions): ExchangeSdp {
  return async (offer, { signal }) => {
    const tokens = createTokens(ports, options);
    const silent = { begun: () => undefined, done: () => undefined, failed: () => undefined };
    const during = createStepRunner(silent, signal);
    const placed = await placeOffer({ ports, options, tokens, during, signal }, offer);
    if (placed.ok) follow(ports, options, { placed: placed.value, tokens, signal });
    // The helper reads the reason of its own abort, not ours.
    signal.throwIfAborted();
    if (!placed.ok) throw placed.error;
    return placed.value.answer;
  };
}

interface Followed {
  readonly placed: Placed;
  readonly tokens: Tokens;
  readonly signal: AbortSignal;
}

function follow(
  ports: Ports,
  { endpoint, api, onCall }: ExchangeSdpOptions,
  { placed, tokens, signal }: Followed,
): void {
  const { callId, endsAt, model } = placed;
  const over = new AbortController();
  const hangUp = async (isLeaving = false) => {
    if (over.signal.aborted || callId === undefined || endsAt === undefined) return undefined;
    over.abort();
    return hangUpAtEndpoint(ports, { endpoint, api, callId }, tokens, isLeaving);
  };
  // Nobody waits for the answer any more.
  if (signal.aborted) return void hangUp();
  ports.whenPageGoes(() => void hangUp(true), over.signal);
  onCall?.({ callId, endsAt, model, hangUp: () => hangUp() });
}
