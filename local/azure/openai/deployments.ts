/** What the realtime route makes of a deployment: the name of its model decides. */
import { PROPAGATION_MS } from '../../../tools/azure-facts/propagation.ts';
import { isRealtimeName } from '../../../tools/azure-facts/voice-models.ts';
import { type Account, createdAt, type Deployment } from '../subscription/account.ts';

/** `absent` is also a deployment that is too young. */
export type DeploymentKind =
  | { readonly kind: 'realtime'; readonly model: string }
  | { readonly kind: 'other' | 'absent' };

/** @param propagates whether a deployment younger than five minutes is not known yet, as the text of DeploymentNotFound says. */
export function findDeployment(account: Account | undefined, name: string, propagates: boolean): DeploymentKind {
  const found = account?.deployments.get(name);
  if (!found || !isSettled(found, propagates)) return { kind: 'absent' };
  const model = found.model.name;
  return isRealtimeName(model) ? { kind: 'realtime', model } : { kind: 'other' };
}

function isSettled(deployment: Deployment, propagates: boolean): boolean {
  if (!propagates) return deployment.isAlwaysFresh !== true;
  const now = Date.now();
  return createdAt(deployment, now) <= now - PROPAGATION_MS;
}
