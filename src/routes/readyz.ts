/**
 * GET /api/readyz: for anybody, so it names no resource, and a probe starts no work upstream. Only an operator's token
 * makes it say more.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallerVerifier } from '../auth/verifier.ts';
import type { ClockWatch } from '../calls/clock-watch.ts';
import { mayBegin } from '../calls/terms.ts';
import type { Exchange } from '../issuance/exchange.ts';
import { needsStorage } from '../issuance/limits.ts';
import type { CellState } from '../lib/cell.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { ClientSecrets } from '../realtime/client-secrets.ts';
import type { Settings } from '../settings/keys.ts';
import { type HeartbeatLook, type ReadinessSources, readDetails } from './readiness-details.ts';
import { hasFailingTarget } from './readiness-targets.ts';
import type { RouteHandler } from './route-handler.ts';

export interface ReadinessParts extends ReadinessSources {
  readonly verifier: CallerVerifier;
  readonly secrets: ClientSecrets;
  /** Of the calls; `undefined` when the environment names no storage. */
  readonly clock: ClockWatch | undefined;
  readonly now: Clock;
}

const TABLE_TIMEOUT_MS = 2 * MS_PER_SECOND;

/**
 * Ready: a mint that comes now has what it needs. An idle instance lets its settings and token grow old without being
 * unready, since the next request fetches them; what counts is how the last attempt ended.
 */
export function createReadinessRoute(parts: ReadinessParts): RouteHandler {
  const { settings, verifier, tokens, secrets, quota, gate, clock, now } = parts;
  let told: object | undefined;

  async function isOperator({ request }: Exchange, current: Settings | undefined): Promise<boolean> {
    if (request.headers.get('authorization') === null || current === undefined) return false;
    const caller = await verifier.verify(request.headers, current);
    return caller.ok && caller.value.isOperator;
  }

  /** An operator is told how old the heartbeat is now, and not what this instance has heard of while it was idle. */
  async function lookFor(exchange: Exchange, current: Settings | undefined): Promise<HeartbeatLook | undefined> {
    if (!(await isOperator(exchange, current))) return undefined;
    try {
      if (!clock) return { state: 'unread' };
      const value = await clock.read(AbortSignal.timeout(TABLE_TIMEOUT_MS));
      return value ? { state: 'read', value } : { state: 'absent' };
    } catch {
      return { state: 'unread' };
    }
  }

  return async function readiness(exchange) {
    const state = settings.peek();
    const current = state.held?.value;
    const heartbeat = await lookFor(exchange, current);
    const at = now();
    const hasToken = current?.targets.some(({ tokenScope }) => isUsable(tokens[tokenScope].peek(), at));
    const failing = idsOf({
      settings_unavailable: !isUsable(state, at),
      credential_unavailable: hasToken !== true,
    });
    const warnings = idsOf({
      settings_stale: isStale(state, at),
      settings_invalid: settings.rejected().length > 0,
      settings_unread: (current?.unread.length ?? 0) > 0,
      profile_invalid: [...(current?.profiles.values() ?? [])].some((profile) => !profile.ok),
      target_failing: hasFailingTarget(current, gate),
      quota_unavailable: !quota.available(),
      lifetime_not_honoured: !secrets.lifetimeHonoured(),
      ...clock?.warnings(),
      ...(current && callWarnings(current, clock !== undefined, at)),
    });
    const ready = failing.length === 0;
    const status = ready ? 'ready' : 'not_ready';
    const facts = { status, failing: failing.join(',') || undefined, warnings: warnings.join(',') || undefined };
    if (!isDeepStrictEqual(facts, told)) exchange.telemetry.event('readiness_change', facts);
    told = facts;
    const details = heartbeat ? { details: readDetails(parts, heartbeat, at) } : {};
    return ok({
      status: ready ? 200 : 503,
      ...(ready ? {} : { headers: { 'Retry-After': '5' } }),
      jsonBody: { status, failing, warnings, ...details },
    });
  };
}

/** Why no call would begin, before a caller meets it. */
function callWarnings(settings: Settings, hasStorage: boolean, at: number): Readonly<Record<string, boolean>> {
  const isStopped = !mayBegin(settings['calls:endBefore'], at).ok;
  return { calls_stopped: isStopped, ...(!hasStorage && { leash_unavailable: needsStorage(settings) }) };
}

function idsOf(conditions: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.keys(conditions).filter((id) => conditions[id]);
}

function isUsable<T, E>({ held, failure }: CellState<T, E>, at: number): boolean {
  return held !== undefined && (at < held.usableUntil || failure === undefined);
}

/** Refreshing has failed for so long that callers wait for it. */
function isStale<T, E>({ held, failure }: CellState<T, E>, at: number): boolean {
  return held !== undefined && failure !== undefined && at >= held.serveUntil;
}
