/** From an SDP offer to its answer: through the endpoint, or with a secret of its to the service itself. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { type Answer, ask, type Outgoing, readObject } from './ask.ts';
import { browserError, type CallError } from './call-error.ts';
import { callsUrl, type EndpointOptions } from './endpoint-options.ts';
import { type Minted, mintSecret } from './mint-secret.ts';
import type { Ports } from './ports.ts';
import { toMissing, toProblem, toServiceRefusal } from './refusal.ts';
import type { StepRunner } from './step.ts';
import type { Tokens } from './tokens.ts';

/** A call that has begun. */
export interface Placed {
  /** SDP. */
  readonly answer: string;
  readonly callId: string | undefined;
  /** Milliseconds since the epoch: by when the endpoint ends it, where the endpoint watches over it. */
  readonly endsAt: number | undefined;
  /** The deployment’s name. */
  readonly model: string | undefined;
}

/** The endpoint gives the service 8 s, and 20 s for a Live session; what it does before and after is short. */
const LIMIT_MS = 15_000;
const LIVE_LIMIT_MS = 27_000;
const UNAUTHORIZED = 401;

export interface OfferContext {
  readonly ports: Pick<Ports, 'fetch'>;
  readonly options: EndpointOptions;
  readonly tokens: Tokens;
  readonly during: StepRunner;
  readonly signal: AbortSignal;
}

export function placeOffer(context: OfferContext, offer: string): Promise<Result<Placed, CallError>> {
  const { way, api } = context.options;
  return way === 'direct' && api !== 'live' ? placeDirect(context, offer) : placeRelayed(context, offer);
}

/** Who has had enough meanwhile does not stop the request: only its answer says which call there is to hang up. */
function placeRelayed({ ports, options, tokens, during }: OfferContext, offer: string) {
  const { signal } = new AbortController();
  const isLive = options.api === 'live';
  return during('answer', () =>
    tokens.spend(async (token) => {
      const answer = await ask(ports, toRequest(options, offer, token), signal);
      if (!answer.ok) return err(toMissing('endpoint', answer.error));
      if (!answer.value.isOk) return err(toProblem(options.endpoint, answer.value));
      const model = answer.value.headers.get('realtime-model') ?? undefined;
      return readPlaced(isLive ? { ...answer.value, body: sdpOf(answer.value) } : answer.value, model);
    }),
  );
}

function toRequest(options: EndpointOptions, sdp: string, token: string): Outgoing {
  const { profile, variables, api } = options;
  const isLive = api === 'live';
  const query = profile === undefined ? '' : `?profile=${encodeURIComponent(profile)}`;
  const offer = isLive ? { transport: { type: 'webrtc', sdp } } : { sdp };
  return {
    method: 'POST',
    url: callsUrl(options) + query,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `application/${variables === undefined ? 'sdp' : 'json'}`,
    },
    body: variables === undefined ? sdp : JSON.stringify({ ...offer, variables }),
    limitMs: isLive ? LIVE_LIMIT_MS : LIMIT_MS,
  };
}

/** Of a Live session, whose answer is JSON. */
function sdpOf({ body }: Answer): string {
  const { sdp } = Object(readObject(body)['transport']);
  return typeof sdp === 'string' ? sdp : '';
}

/** A secret is minted right before it is used: it lives for a minute, and each costs a unit of the caller’s quota. */
async function placeDirect(context: OfferContext, offer: string): Promise<Result<Placed, CallError>> {
  const minted = await context.during('mint', () => mintSecret(context));
  if (!minted.ok) return minted;
  return context.during('answer', async () => {
    const first = await postDirect(context, minted.value, offer);
    if (first.ok || first.error.status !== UNAUTHORIZED) return first;
    // It may have come too late; another one is all that can be tried.
    const again = await mintSecret(context);
    return again.ok ? postDirect(context, again.value, offer) : again;
  });
}

async function postDirect(
  { ports, signal }: OfferContext,
  { secret, url, model }: Minted,
  offer: string,
): Promise<Result<Placed, CallError>> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/sdp' };
  const answer = await ask(ports, { method: 'POST', url, headers, body: offer, limitMs: LIMIT_MS }, signal);
  if (!answer.ok) return err(toMissing('service', answer.error));
  return answer.value.isOk ? readPlaced(answer.value, model) : err(toServiceRefusal(answer.value));
}

function readPlaced({ status, headers, body }: Answer, model: string | undefined): Result<Placed, CallError> {
  // An error that is taken for an answer is the notorious “Failed to parse SessionDescription”.
  if (!body.startsWith('v=0') || !/^m=/m.test(body)) return err(browserError('answer_not_sdp', { status }));
  const ends = headers.get('realtime-call-ends') ?? '';
  return ok({
    answer: body,
    model,
    // The last segment of `Location`, whose path differs between the endpoint and the service.
    callId: /\/(?:call|session)s\/([\w-]{1,200})$/.exec(headers.get('location') ?? '')?.[1],
    endsAt: /^\d{1,12}$/.test(ends) ? Number(ends) * 1_000 : undefined,
  });
}
