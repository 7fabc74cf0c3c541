/** When a deployment gives too few requests a minute to be more than a demonstration. */
import { unitsPolicies } from '../../../src/quota/settings.ts';
import type { Settings } from '../../../src/settings/keys.ts';

/** One page that reconnects a few times and a second person. */
const FEW = 10;
const MINUTE_SECONDS = 60;

/** Also where one caller's own quota is larger: that caller alone can take it all. */
export function isFew(requests: number | undefined, quota: Settings['quota']): boolean {
  return requests !== undefined && requests < Math.max(FEW, perCaller(quota) ?? 0);
}

/** What one caller may mint within a minute, `undefined` where nothing limits it. */
function perCaller(quota: Settings['quota']): number | undefined {
  const limits = Object.values(unitsPolicies(quota)).map(({ limit, windowSeconds }) =>
    windowSeconds <= MINUTE_SECONDS ? (limit * MINUTE_SECONDS) / windowSeconds : limit,
  );
  return limits.length === 0 ? undefined : Math.min(...limits);
}
