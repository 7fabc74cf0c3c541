/** Whether a mint would work with a deployment: by the model behind it, and by whether somebody has paused it. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isLiveName, type VoiceApi } from '../azure-facts/voice-models.ts';
import { isRetired } from './lifecycle.ts';
import { findModel, isRealtimeFamily } from './models.ts';

/** Newer than the client’s types; a version of ARM that does not answer with it has nothing to say here. */
export function isPaused({ properties }: Deployment): boolean {
  return properties !== undefined && Reflect.get(properties, 'deploymentState') === 'Paused';
}

/**
 * `undefined`: neither of the two.
 * @param models what its region offers; a model that is not in it is judged by its name alone.
 */
export function apiServed(
  { properties }: Deployment,
  models: readonly AccountModel[],
  nowEpochMs: number,
): VoiceApi | undefined {
  const listed = findModel(models, properties?.model);
  if (listed && isRetired(listed, nowEpochMs)) return undefined;
  const name = properties?.model?.name ?? '';
  if (isRealtimeFamily(name, listed?.capabilities)) return 'realtime';
  return isLiveName(name) ? 'live' : undefined;
}

export function servesRealtime(deployment: Deployment, models: readonly AccountModel[], nowEpochMs: number): boolean {
  return apiServed(deployment, models, nowEpochMs) === 'realtime';
}
