/** Of several targets: which would serve, and so what is no failure of the whole. */
import type { Profiles } from '../../../src/profiles/profile.ts';
import type { Look } from '../look.ts';
import type { CheckResult } from '../run-checks.ts';
import { unneeded, type Verdict } from '../verdict.ts';

/** @param results of every check. */
export function createJudge(
  results: readonly CheckResult[],
  profiles: Look<Profiles>,
): (result: CheckResult) => CheckResult {
  const names = [...new Set(results.flatMap(({ target }) => target ?? []))];
  const verdictsOf = (name: string) => results.flatMap(({ target, verdict }) => (target === name ? [verdict] : []));
  const serving = names.filter((name) => verdictsOf(name).every(mayServe));
  const failing = names.filter((name) => verdictsOf(name).some(({ state }) => state === 'fail'));
  const served = profiles.seen ? toServedAt(profiles.value) : [];

  return (result) => {
    const { target, verdict } = result;
    const [instead] = serving;
    if (target === undefined || instead === undefined || !failing.includes(target)) return result;
    // Known not to serve as it is, so that nothing of it is left unseen that matters.
    if (verdict.state === 'skipped') return { ...result, verdict: unneeded(verdict.because) };
    if (verdict.state !== 'fail') return result;
    const stranded = served.filter(({ at }) => at.includes(target) && !at.some((name) => serving.includes(name)));
    if (stranded.length === 0)
      return { ...result, verdict: { ...verdict, state: 'warn', say: `${verdict.say} ${instead} would serve.` } };
    const which = stranded.map(({ profile }) => profile).join(', ');
    return { ...result, verdict: { ...verdict, say: `${verdict.say} No other target would serve ${which}.` } };
  };
}

/** Whatever could not be looked at may be wrong. */
function mayServe(verdict: Verdict): boolean {
  return verdict.state === 'skipped' ? verdict.unneeded === true : verdict.state !== 'fail';
}

/** A wrong profile refuses its callers whatever its targets do. */
function toServedAt(profiles: Profiles) {
  return [...profiles].flatMap(([profile, read]) =>
    read.ok ? [{ profile, at: read.value.servedAt.map(({ target }) => target) }] : [],
  );
}
