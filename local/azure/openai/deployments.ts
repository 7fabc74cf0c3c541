/** What the voice routes make of a deployment: the name of its model decides. */
import { PROPAGATION_MS } from '../../../tools/azure-facts/propagation.ts';
import { type VoiceApi, voiceApiOf } from '../../../tools/azure-facts/voice-models.ts';
import { type Account, createdAt, type Deployment } from '../subscription/account.ts';
import type { AuthorizeOptions } from './authorize.ts';

/** `absent` is also a deployment that is too young. */
export type DeploymentKind =
  | { readonly kind: VoiceApi; readonly model: string }
  | { readonly kind: 'other' | 'absent' };

/** @param propagates whether a deployment younger than five minutes is not known yet, as the text of DeploymentNotFound says. */
export function findDeployment(account: Account | undefined, name: string, propagates: boolean): DeploymentKind {
  const found = account?.deployments.get(name);
  if (!found || !isSettled(found, propagates)) return { kind: 'absent' };
  const model = found.model.name;
  const api = voiceApiOf(model);
  return api ? { kind: api, model } : { kind: 'other' };
}

export type FindDeployment = (account: Account | undefined, name: string) => DeploymentKind | { kind: 'retired' };

/** By the subscription and its switches as they are when somebody asks. */
export function createDeploymentFinder({
  switches,
  subscription,
}: Pick<AuthorizeOptions, 'switches' | 'subscription'>): FindDeployment {
  function isRetired(account: Account | undefined, name: string): boolean {
    const model = account?.deployments.get(name)?.model;
    const listed = account && model && subscription.models.find(account.location, model.name, model.version);
    return listed?.lifecycleStatus === 'Deprecated';
  }
  return (account, name) => {
    const found = findDeployment(account, name, switches.take('account.propagation') === 'five-minutes');
    return found.kind !== 'absent' && isRetired(account, name) ? { kind: 'retired' } : found;
  };
}

function isSettled(deployment: Deployment, propagates: boolean): boolean {
  if (!propagates) return deployment.isAlwaysFresh !== true;
  const now = Date.now();
  return createdAt(deployment, now) <= now - PROPAGATION_MS;
}
