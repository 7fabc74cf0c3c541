/**
 * The mint: one POST to Azure OpenAI's client_secrets. It is repeated at most once, and only where it surely made no
 * secret: the connection never came about, or Azure refused it with a wait that is short. Each success is one more
 * live secret, so a mint whose end is unknown is never repeated.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { CatalogueEntry, Symptom } from '../diagnosis/catalogue-entry.ts';
import { recognise } from '../diagnosis/recognise.ts';
import { parseJson } from '../lib/bounded-body.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { RealtimeEndpoint } from './endpoint.ts';
import { postJson, type UpstreamAnswer } from './post-json.ts';
import { type AnswerFacts, readRefusal, requestIdOf } from './upstream-answer.ts';

export interface MintOrder {
  readonly endpoint: RealtimeEndpoint;
  readonly deployment: string;
  /** What the profile grants, without `model`. */
  readonly session: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly token: string;
  /** Sees each call once it has ended; a mint makes two at most. */
  readonly called?: (call: UpstreamCall) => void;
}

export interface UpstreamCall {
  readonly target: string;
  readonly startedAtEpochMs: number;
  readonly durationMs: number;
  /** `undefined`: there was no answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

export interface ClientSecret {
  readonly value: string;
  readonly expiresAtEpochSeconds: number;
  /** Absent where Azure named none that is well formed; nothing of ours depends on it. */
  readonly sessionId: string | undefined;
  readonly requestId: string | undefined;
  /** From the request to `expiresAt`, by our clock. */
  readonly lifetimeSeconds: number;
  /** False when the secret lives longer than was asked for. */
  readonly lifetimeHonoured: boolean;
}

export interface MintError {
  readonly reason: 'upstream';
  readonly entry: CatalogueEntry;
  readonly facts: AnswerFacts | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** True only where Azure surely made no secret. */
  readonly neverMinted: boolean;
}

export interface ClientSecrets {
  mint(order: MintOrder): Promise<Result<ClientSecret, MintError>>;
  /** False when the last secret lived longer than was asked for: readiness says so. */
  lifetimeHonoured(): boolean;
}

interface Failure extends MintError {
  readonly repeatAfterMs: number | undefined;
}

/** For both attempts together; the deadlines of settings, keys and token come before it, the host's 30 s after. */
export const UPSTREAM_TIMEOUT_MS = 8 * MS_PER_SECOND;
/** A wait that a caller does not notice; a longer one is theirs to decide, by Retry-After. */
const LONGEST_WAIT_SECONDS = 2;
/** Between two attempts to connect: long enough for a host that is being replaced to be gone from the resolver. */
const RECONNECT_WAIT_MS = 100;
/**
 * A gateway says these when it does not know how the request behind it ended (RFC 9110 sections 15.5.9, 15.6.3 and
 * 15.6.5). Every other refusal is Azure's own word that there is no secret.
 */
const UNKNOWN_END: ReadonlySet<number> = new Set([408, 502, 504]);
/** Between our clock and Azure's. */
const CLOCK_SKEW_SECONDS = 30;
/** Above the longest lifetime that can be asked for; beyond it the number is no Unix time in seconds. */
const SANE_LIFETIME_SECONDS = 24 * 60 * 60;

const answerSchema = z.object({
  // The prefix ek_ is not promised; what is needed is that it can stand in a header.
  value: z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/)),
  expires_at: z.int(),
  session: z.optional(z.object({ id: z.optional(z.unknown()) })),
});

export function createClientSecrets(options: { readonly fetch: typeof fetch; readonly now: Clock }): ClientSecrets {
  let lastLifetimeHonoured = true;

  async function attempt(order: MintOrder, signal: AbortSignal): Promise<Result<ClientSecret, Failure>> {
    const startedAtEpochMs = options.now();
    const begun = performance.now();
    const askedAt = startedAtEpochMs / MS_PER_SECOND;
    const exchange = await postJson(options.fetch, {
      url: order.endpoint.clientSecretsUrl,
      token: order.token,
      // Without expires_after Azure gives 7,200 s, so it is always sent.
      body: {
        expires_after: { anchor: 'created_at', seconds: order.seconds },
        session: { ...order.session, model: order.deployment },
      },
      signal,
    });
    const answered = exchange.ok ? exchange.value.response : undefined;
    order.called?.({
      target: new URL(order.endpoint.clientSecretsUrl).host,
      startedAtEpochMs,
      durationMs: performance.now() - begun,
      status: answered?.status,
      requestId: answered && requestIdOf(answered),
    });
    if (!exchange.ok) {
      const { symptom, neverSent } = exchange.error;
      return err({
        ...fail(symptom),
        neverMinted: neverSent,
        repeatAfterMs: neverSent ? RECONNECT_WAIT_MS : undefined,
      });
    }
    const { response, body } = exchange.value;
    return response.ok ? readSecret(exchange.value, askedAt, order.seconds) : err(refuse(response, body, options.now));
  }

  async function attemptTwice(order: MintOrder): Promise<Result<ClientSecret, MintError>> {
    const signal = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS);
    const first = await attempt(order, signal);
    if (first.ok || first.error.repeatAfterMs === undefined) return first;
    // Past the deadline the second attempt fails at once, as the timeout that it is.
    await sleep(first.error.repeatAfterMs, undefined, { signal }).catch(() => undefined);
    return attempt(order, signal);
  }

  async function mint(order: MintOrder): Promise<Result<ClientSecret, MintError>> {
    const secret = await attemptTwice(order);
    if (secret.ok) lastLifetimeHonoured = secret.value.lifetimeHonoured;
    return secret;
  }

  return { mint, lifetimeHonoured: () => lastLifetimeHonoured };
}

function readSecret(
  { response, body }: UpstreamAnswer,
  askedAt: number,
  seconds: number,
): Result<ClientSecret, Failure> {
  const answer = answerSchema.safeParse(parseJson(body));
  const lifetime = answer.success ? answer.data.expires_at - askedAt : Number.NaN;
  const sane = lifetime > -CLOCK_SKEW_SECONDS && lifetime < SANE_LIFETIME_SECONDS;
  if (!answer.success || !sane) return err(fail({ kind: 'invalid', status: response.status }, response));
  const { value, expires_at, session } = answer.data;
  return ok({
    value,
    expiresAtEpochSeconds: expires_at,
    sessionId: typeof session?.id === 'string' && /^[\w-]{1,128}$/.test(session.id) ? session.id : undefined,
    requestId: requestIdOf(response),
    lifetimeSeconds: Math.round(lifetime),
    lifetimeHonoured: lifetime <= seconds + CLOCK_SKEW_SECONDS,
  });
}

function refuse(response: Response, body: string, now: Clock): Failure {
  const { symptom, facts, retryAfterSeconds } = readRefusal(response, body, now);
  const mayRepeat =
    (response.status === 429 || response.status === 503) &&
    retryAfterSeconds !== undefined &&
    retryAfterSeconds <= LONGEST_WAIT_SECONDS;
  return {
    reason: 'upstream',
    entry: recognise(symptom),
    facts,
    retryAfterSeconds,
    neverMinted: !UNKNOWN_END.has(response.status),
    repeatAfterMs: mayRepeat ? retryAfterSeconds * MS_PER_SECOND : undefined,
  };
}

function fail(symptom: Symptom, response?: Response): Failure {
  return {
    reason: 'upstream',
    entry: recognise(symptom),
    facts: response && {
      status: response.status,
      errorCode: undefined,
      param: undefined,
      requestId: requestIdOf(response),
    },
    retryAfterSeconds: undefined,
    neverMinted: false,
    repeatAfterMs: undefined,
  };
}
