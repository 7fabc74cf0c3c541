/**
 * What a version's `lifecycleStatus` lets one do, by https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirements
 * (2026-10-05): what ARM calls `Deprecating` is deployed only by subscriptions that had it before, and what it calls
 * `Deprecated` by nobody, and answers 410. A state that is not known here is one of a version that serves.
 */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';

export interface Circumstances {
  /** What the subscription has deployed, as far as it can be seen. */
  readonly deployed: readonly Deployment[];
  readonly nowEpochMs: number;
}

/** In words, behind a version; not every answer has one. */
export function stateOf({ lifecycleStatus }: AccountModel): string {
  return lifecycleStatus ?? 'state not said';
}

/** Also where the state lags behind the day. */
export function isRetired({ lifecycleStatus, deprecation }: AccountModel, nowEpochMs: number): boolean {
  const end = Date.parse(deprecation?.inference ?? '');
  return lifecycleStatus === 'Deprecated' || end <= nowEpochMs;
}

/** Azure wants it left: it is no answer to anybody who has none of it. */
export function isLeaving({ lifecycleStatus }: AccountModel): boolean {
  return lifecycleStatus === 'Deprecating' || lifecycleStatus === 'Legacy';
}

/** May be proposed: Azure takes a deployment of it from this subscription. */
export function isDeployable(model: AccountModel, { deployed, nowEpochMs }: Circumstances): boolean {
  if (isRetired(model, nowEpochMs)) return false;
  return !isLeaving(model) || deployed.some(({ properties }) => isOf(model, properties?.model));
}

/** The higher the better: generally available, of which `Stable` is the older word, before everything else. */
export function standingOf(model: AccountModel): number {
  const { lifecycleStatus } = model;
  if (lifecycleStatus === 'GenerallyAvailable' || lifecycleStatus === 'Stable') return 2;
  return isLeaving(model) ? 0 : 1;
}

function isOf(
  { name, version }: AccountModel,
  held: { readonly name?: string; readonly version?: string } | undefined,
) {
  return held?.name === name && held?.version === version;
}
