/**
 * What an app that speaks for its end users may have for all of them together. One row would be everybody's, so each
 * policy is counted in several, its shards, each with an equal part of the limit. An end user begins at the shard that
 * their pseudonym picks and goes on to the next where it is used up: the parts add up to the limit, so the app is never
 * over it, and is refused only where no shard has anything left.
 */
import { createHash } from 'node:crypto';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Share } from './plan-take.ts';
import type { Quota } from './quota.ts';
import type { QuotaError } from './quota-error.ts';
import { MAX_LIMIT, type PoliciesOf, type UnitsPolicy } from './settings.ts';

export interface CeilingOrder {
  /** Of the app. */
  readonly app: string;
  readonly policies: PoliciesOf<UnitsPolicy>;
  /** The end user, who picks the shard. */
  readonly callerHash: string;
}

export type Ceiling = (order: CeilingOrder) => Promise<Result<readonly Share[], QuotaError>>;

/** A limit up to this is one row, as a caller's is. */
const UNITS_PER_SHARD = 100;
/** A refusal looks at each of them. */
const MAX_SHARDS = 16;
export const MAX_CEILING = MAX_SHARDS * MAX_LIMIT;
/** No further shard is begun after this; a shard takes up to a quota's own deadline. */
export const CEILING_PATIENCE_MS = MS_PER_SECOND;

export function createCeiling(quota: Pick<Quota, 'take' | 'giveBack'>): Ceiling {
  async function takeOf({ app, callerHash }: CeilingOrder, name: string, policy: UnitsPolicy) {
    const { limit, windowSeconds } = policy;
    const count = shardsOf(limit);
    const first = Number.parseInt(callerHash.slice(0, 8), 16) % count;
    const patience = AbortSignal.timeout(CEILING_PATIENCE_MS);
    const waits: number[] = [];
    let inFlight = false;
    for (let tried = 0; tried < count; tried += 1) {
      if (patience.aborted) return err<QuotaError>(TOO_LATE);
      const shard = (first + tried) % count;
      const part = { limit: partOf(limit, count, shard), windowSeconds };
      const taken = await quota.take(rowOf(app, name, shard), { [name]: part });
      if (taken.ok || taken.error.reason !== 'quota_exceeded') return taken;
      waits.push(taken.error.waitSeconds);
      inFlight ||= taken.error.inFlight;
    }
    return err(toExceeded(name, policy, Math.min(...waits), inFlight));
  }

  return async (order) => {
    const taken = await Promise.all(
      Object.entries(order.policies).map(([name, policy]) => takeOf(order, name, policy)),
    );
    const shares = taken.flatMap((each) => (each.ok ? [each.value] : []));
    const refusal = taken.find((each) => !each.ok);
    if (!refusal || refusal.ok) return ok(shares);
    await Promise.all(shares.map((share) => quota.giveBack(share)));
    return refusal;
  };
}

const TOO_LATE: QuotaError = { reason: 'quota_unavailable', status: undefined, cause: 'TimeoutError' };

function toExceeded(name: string, policy: UnitsPolicy, waitSeconds: number, inFlight: boolean): QuotaError {
  const standing = { name, unit: 'units', ...policy, remaining: 0, resetSeconds: waitSeconds } as const;
  return {
    reason: 'quota_exceeded',
    violated: [name],
    waitSeconds,
    inFlight,
    standings: [standing],
    isOfApp: true,
  };
}

function shardsOf(limit: number): number {
  return Math.min(MAX_SHARDS, Math.ceil(limit / UNITS_PER_SHARD));
}

/** Equal, and the first of them have what is left over. */
function partOf(limit: number, count: number, shard: number): number {
  return Math.floor(limit / count) + (shard < limit % count ? 1 : 0);
}

/** As long as a pseudonym, and none of anybody's. */
function rowOf(app: string, policy: string, shard: number): string {
  return createHash('sha256')
    .update(JSON.stringify(['ceiling', app, policy, shard]))
    .digest('hex')
    .slice(0, app.length);
}
