/**
 * What the realtime route makes of a deployment. ARM's `capabilities.realtime` is true for three transcription models as
 * well (docs/azure.md#deployments-capacity-lifecycle), so the model's name decides.
 */
import { type Account, createdAt, type Deployment, PROPAGATION_MS } from '../subscription/account.ts';

/** `absent` is also a deployment that is too young. */
export type DeploymentKind =
  | { readonly kind: 'realtime'; readonly model: string }
  | { readonly kind: 'other' | 'absent' };

/** @param propagates whether a deployment younger than five minutes is not known yet, as the text of DeploymentNotFound says. */
export function findDeployment(account: Account | undefined, name: string, propagates: boolean): DeploymentKind {
  const found = account?.deployments.get(name);
  if (!found || !isSettled(found, propagates)) return { kind: 'absent' };
  const model = found.model.name;
  return isRealtimeModel(model) ? { kind: 'realtime', model } : { kind: 'other' };
}

function isSettled(deployment: Deployment, propagates: boolean): boolean {
  if (!propagates) return deployment.isAlwaysFresh !== true;
  const now = Date.now();
  return createdAt(deployment, now) <= now - PROPAGATION_MS;
}

function isRealtimeModel(model: string): boolean {
  return /^gpt-(realtime|4o(-mini)?-realtime)/.test(model) && !/whisper|translate|transcribe/.test(model);
}
