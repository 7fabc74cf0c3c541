/** The end of what a deployment runs, by what Resource Manager says of its model and SKU today. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isLeaving, isRetired, stateOf } from './lifecycle.ts';
import { daysUntil, findModel, retirementOf, toDay } from './models.ts';

/** Time to try a successor's voice and latency before one has to use it. */
export const WARN_DAYS = 60;

export interface ModelEnd {
  /** Completes "<name> …". */
  readonly say: string;
  readonly isRetired: boolean;
}

/** `undefined`: it is not near, or the list does not have the model. */
export function endOf(
  deployment: Deployment,
  models: readonly AccountModel[],
  nowEpochMs: number,
): ModelEnd | undefined {
  const listed = findModel(models, deployment.properties?.model);
  if (!listed) return undefined;
  const end = retirementOf(listed, deployment.sku?.name);
  const days = end ? daysUntil(end, nowEpochMs) : Number.POSITIVE_INFINITY;
  const runs = `runs ${listed.name} ${listed.version} (${stateOf(listed)}), which`;
  if (days <= 0 || isRetired(listed, nowEpochMs)) return { say: `${runs} is retired`, isRetired: true };
  if (end && days <= WARN_DAYS) return { say: `${runs} retires on ${toDay(end)}, in ${days} days`, isRetired: false };
  return isLeaving(listed) ? { say: `${runs} Azure is withdrawing`, isRetired: false } : undefined;
}
