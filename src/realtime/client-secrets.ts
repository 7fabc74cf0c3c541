/**
 * The mint: one POST to Azure OpenAI's client_secrets. It is repeated at most once, and only where it surely made no
 * secret: the connection never came about, or Azure refused it with a wait that is short. Each success is one more
 * live secret, so a mint whose end is unknown is never repeated.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { parseJson } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Permit } from './not-before.ts';
import type { PostAnswer } from './post.ts';
import type { Site } from './target.ts';
import {
  askUpstream,
  toUpstreamError,
  type UpstreamError,
  type UpstreamPorts,
  type UpstreamRequest,
} from './upstream.ts';
import { type AnswerOrigin, originOf } from './upstream-answer.ts';

export interface MintOrder extends Pick<UpstreamRequest, 'token' | 'report'> {
  readonly target: Site;
  /** What the profile grants, without `model`. */
  readonly session: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Of both attempts together: see `UPSTREAM_TIMEOUT_MS`. */
  readonly signal: AbortSignal;
  /** Absent where nobody else asks. */
  readonly permit?: Permit;
  /** False where another target is asked instead of this one again. */
  readonly repeats?: boolean;
}

export interface ClientSecret extends AnswerOrigin {
  readonly value: string;
  /** Where it is good. */
  readonly target: Site;
  readonly expiresAtEpochSeconds: number;
  /** Absent where Azure named none that is well formed; nothing of ours depends on it. */
  readonly sessionId: string | undefined;
  readonly askedSeconds: number;
  /** From the request to `expiresAt`, by our clock. */
  readonly lifetimeSeconds: number;
  /** False when the secret lives longer than was asked for. */
  readonly lifetimeHonoured: boolean;
}

export interface MintError extends UpstreamError {
  /** True only where Azure surely made no secret. */
  readonly neverMinted: boolean;
}

export interface ClientSecrets {
  mint(order: MintOrder): Promise<Result<ClientSecret, MintError>>;
  /** False when the last secret lived longer than was asked for: readiness says so. */
  lifetimeHonoured(): boolean;
}

/**
 * For everything that is asked of Azure OpenAI in one request. The deadlines of settings, keys and token come before it,
 * the host's 30 s after; and it is shorter than the life of the relay's secret.
 */
export const UPSTREAM_TIMEOUT_MS = 8 * MS_PER_SECOND;
/** A wait that a caller does not notice; a longer one is theirs to decide, by Retry-After. */
const LONGEST_WAIT_SECONDS = 2;
/** Between two attempts to connect: long enough for a host that is being replaced to be gone from the resolver. */
const RECONNECT_WAIT_MS = 100;
/**
 * A gateway says these when it does not know how the request behind it ended (RFC 9110 sections 15.5.9, 15.6.3 and
 * 15.6.5), and no more does one that is not Azure's. Every other refusal is Azure's own word that there is no secret.
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

export function createClientSecrets(ports: UpstreamPorts): ClientSecrets {
  let lastLifetimeHonoured = true;

  async function attempt({ target, session, seconds, permit, repeats: _, ...order }: MintOrder) {
    const askedAt = ports.now() / MS_PER_SECOND;
    const answer = await askUpstream(ports, {
      operation: 'client_secrets',
      url: target.endpoint.clientSecretsUrl,
      contentType: 'application/json',
      // Without expires_after Azure gives 7,200 s, so it is always sent.
      body: JSON.stringify({
        expires_after: { anchor: 'created_at', seconds },
        session: { ...session, model: target.deployment },
      }),
      ...order,
    });
    permit?.ended('client_secrets', answer);
    return answer.ok ? readSecret(answer.value, { target, askedAt, seconds }) : answer;
  }

  async function attemptTwice(order: MintOrder): Promise<Result<ClientSecret, UpstreamError>> {
    const first = await attempt(order);
    const repeatAfterMs = first.ok || order.repeats === false ? undefined : repeatableAfterMs(first.error);
    if (repeatAfterMs === undefined) return first;
    await sleep(repeatAfterMs, undefined, { signal: order.signal }).catch(() => undefined);
    // Past the deadline what Azure said is worth more than that the time was up.
    const mayRepeat = !order.signal.aborted && order.permit?.mayRepeat('client_secrets') !== false;
    return mayRepeat ? attempt(order) : first;
  }

  async function mint(order: MintOrder): Promise<Result<ClientSecret, MintError>> {
    const secret = await attemptTwice(order);
    if (!secret.ok) return err({ ...secret.error, neverMinted: surelyMadeNone(secret.error) });
    lastLifetimeHonoured = secret.value.lifetimeHonoured;
    return secret;
  }

  return { mint, lifetimeHonoured: () => lastLifetimeHonoured };
}

function readSecret(
  { response, body }: PostAnswer,
  { target, askedAt, seconds }: { readonly target: Site; readonly askedAt: number; readonly seconds: number },
): Result<ClientSecret, UpstreamError> {
  const answer = answerSchema.safeParse(parseJson(body));
  const lifetime = answer.success ? answer.data.expires_at - askedAt : Number.NaN;
  const sane = lifetime > -CLOCK_SKEW_SECONDS && lifetime < SANE_LIFETIME_SECONDS;
  if (!answer.success || !sane) {
    return err(toUpstreamError({ kind: 'invalid', operation: 'client_secrets' }, response));
  }
  const { value, expires_at, session } = answer.data;
  return ok({
    value,
    target,
    expiresAtEpochSeconds: expires_at,
    sessionId: typeof session?.id === 'string' && /^[\w-]{1,128}$/.test(session.id) ? session.id : undefined,
    ...originOf(response),
    askedSeconds: seconds,
    lifetimeSeconds: Math.round(lifetime),
    lifetimeHonoured: lifetime <= seconds + CLOCK_SKEW_SECONDS,
  });
}

function surelyMadeNone({ neverSent, facts, entry }: UpstreamError): boolean {
  if (facts === undefined || facts.status < 300) return neverSent;
  const isGatewaysFault = facts.foreign === true && facts.status >= 500;
  return !UNKNOWN_END.has(facts.status) && entry.code !== 'upstream_timeout' && !isGatewaysFault;
}

/** `undefined`: it is not to be repeated. */
function repeatableAfterMs({ neverSent, facts, retryAfterSeconds }: UpstreamError): number | undefined {
  if (neverSent) return RECONNECT_WAIT_MS;
  const askedToWait = facts?.status === 429 || facts?.status === 503;
  const isShort = retryAfterSeconds !== undefined && retryAfterSeconds <= LONGEST_WAIT_SECONDS;
  return askedToWait && isShort ? retryAfterSeconds * MS_PER_SECOND : undefined;
}
