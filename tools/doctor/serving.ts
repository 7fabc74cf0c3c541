/** Whether a mint would work with a deployment, by the model behind it. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isRetired } from './lifecycle.ts';
import { findModel, isRealtimeFamily } from './models.ts';

/** @param models what its region offers; a model that is not in it is judged by its name alone. */
export function servesRealtime(
  { properties }: Deployment,
  models: readonly AccountModel[],
  nowEpochMs: number,
): boolean {
  const listed = findModel(models, properties?.model);
  const serves = listed === undefined || !isRetired(listed, nowEpochMs);
  return serves && isRealtimeFamily(properties?.model?.name ?? '', listed?.capabilities);
}
