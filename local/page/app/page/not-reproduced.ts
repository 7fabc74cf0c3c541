/** Whether what was broken on purpose did not show: then something else than the scenario decides what happens. */
import { STAGE_IDS } from '../call/stage.ts';
import { explainedId } from '../explain.ts';
import type { PageState } from './page-state.ts';

export function isNotReproduced({ scenario, brokenCall, call }: PageState): boolean {
  if (!scenario || call.number !== brokenCall) return false;
  const hasFailed = call.phase === 'failed';
  if (scenario.expects === undefined) return hasFailed;
  const failures = STAGE_IDS.flatMap((id) => call.stages[id].failure ?? []);
  if (failures.some((failure) => explainedId(failure) === scenario.expects)) return false;
  return hasFailed || (call.phase === 'live' && scenario.showsInCall !== true);
}
