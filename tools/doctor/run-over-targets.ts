/**
 * Runs the checks of an app: those of the app once, those of a target once for each. What fails at one target alone
 * refuses nobody while another would serve, and is a warning then.
 */
import type { Check } from './check.ts';
import { isOfTarget } from './checks/all-checks.ts';
import type { Facts } from './facts/facts.ts';
import { type CheckResult, runOne, type Settled } from './run-checks.ts';
import { createJudge } from './targets/spare.ts';
import { skipped } from './verdict.ts';

export async function runOverTargets(
  checks: readonly Check<Facts>[],
  facts: Facts,
  settled: Settled,
): Promise<readonly CheckResult[]> {
  const targets = await facts.targets();
  const run = (check: Check<Facts>): readonly Promise<CheckResult>[] => {
    if (!isOfTarget(check.id)) return [ofApp(check, facts)];
    if (!targets.seen) return [Promise.resolve({ id: check.id, verdict: skipped(targets.because) })];
    return targets.value.map((each) => ofTarget(check, each));
  };
  const begun = checks.map((check) => ({ check, results: Promise.all(run(check)) }));
  const judge = Promise.all(begun.map(({ results }) => results)).then(async (all) =>
    createJudge(all.flat(), await facts.profiles()),
  );
  const finished = begun.map(async ({ results }) => {
    const found = await results;
    const needsJudge = found.some(({ target, verdict }) => target !== undefined && verdict.state !== 'ok');
    const judged = needsJudge ? found.map(await judge) : found;
    settled(judged);
    return judged;
  });
  return (await Promise.all(finished)).flat();
}

async function ofApp(check: Check<Facts>, facts: Facts): Promise<CheckResult> {
  return { id: check.id, verdict: await runOne(check, facts) };
}

async function ofTarget(check: Check<Facts>, facts: Facts): Promise<CheckResult> {
  const result = await ofApp(check, facts);
  return facts.member ? { ...result, target: facts.member.name } : result;
}
