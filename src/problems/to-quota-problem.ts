/** A caller who has used up what they may have. */
import type { CallsExceeded, QuotaError } from '../quota/quota-error.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import { PROBLEMS } from './all-problems.ts';
import { createProblem, type Problem, retryAfter } from './create-problem.ts';

export function toQuotaProblem({
  violated,
  waitSeconds,
  inFlight,
  standings,
  isOfApp,
}: Extract<QuotaError, { reason: 'quota_exceeded' }>): Problem {
  const used = standings.filter(({ name }) => violated.includes(name));
  const what = inFlight ? 'has no unit beside those of your requests under way' : 'is used up';
  const sentences = used.map(
    ({ name, unit, limit, windowSeconds }) =>
      `The ${isOfApp ? 'ceiling of the app over all its end users' : 'quota'} "${name}", ${limit}${unit === 'minutes' ? ' minutes' : ''} in ${windowSeconds} s, ${what}.`,
  );
  return createProblem('quota_exceeded', {
    detail: `${sentences.join(' ')} The next try can succeed in ${waitSeconds} s.`,
    retry: { afterSeconds: waitSeconds, automatic: inFlight },
    violatedPolicies: violated,
    headers: rateLimitFields(standings),
  });
}

export function toCallsProblem({ perCaller, waitSeconds, standings }: CallsExceeded): Problem {
  return createProblem('calls_exceeded', {
    detail: `You may have ${perCaller} calls at once, and have as many. ${PROBLEMS.calls_exceeded.detail}`,
    retry: retryAfter(waitSeconds),
    headers: rateLimitFields(standings),
  });
}
