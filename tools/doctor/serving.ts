/** Whether a mint would work with a deployment: by the model behind it, and by whether somebody has paused it. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isRetired } from './lifecycle.ts';
import { findModel, isRealtimeFamily } from './models.ts';

/** Newer than the client’s types; a version of ARM that does not answer with it has nothing to say here. */
export function isPaused({ properties }: Deployment): boolean {
  return properties !== undefined && Reflect.get(properties, 'deploymentState') === 'Paused';
}

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
