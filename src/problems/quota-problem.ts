/** A caller who has used up what they may have. */
import type { QuotaError } from '../quota/quota-error.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import { createProblem, type Problem } from './create-problem.ts';

export function toQuotaProblem({
  violated,
  waitSeconds,
  inFlight,
  standings,
}: Extract<QuotaError, { reason: 'quota_exceeded' }>): Problem {
  const used = standings.filter(({ name }) => violated.includes(name));
  const what = inFlight ? 'has no unit beside those of your requests under way' : 'is used up';
  const sentences = used.map(
    ({ name, limit, windowSeconds }) => `The quota "${name}", ${limit} in ${windowSeconds} s, ${what}.`,
  );
  return createProblem('quota_exceeded', {
    detail: `${sentences.join(' ')} The next try can succeed in ${waitSeconds} s.`,
    retry: { afterSeconds: waitSeconds, automatic: inFlight },
    violatedPolicies: violated,
    headers: rateLimitFields(standings),
  });
}
