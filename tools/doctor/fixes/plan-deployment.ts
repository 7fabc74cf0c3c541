/** What to deploy under a name. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import { DEFAULT_LIVE } from '../../models/model-table.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { type DeploymentPlan, LIVE_CAPACITY, USUAL_CAPACITY } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { chooseRealtime, chooseVoice, USUAL_SKU } from '../models.ts';
import { freeCapacity } from './free-capacity.ts';
import { circumstancesOf } from './usable-deployments.ts';

/** The model that the name asks for, as infra/main.bicep would deploy it, or as much as the quota has left. */
export async function planFor(
  facts: Facts,
  account: ArmId,
  name: string,
  wanted: string = name,
): Promise<DeploymentPlan | undefined> {
  const models = await facts.models();
  const chosen = models.seen ? chooseRealtime(models.value, await circumstancesOf(facts), wanted) : undefined;
  if (chosen?.name === undefined || chosen.version === undefined) return undefined;
  const capacity = usualWithin(await freeCapacity(facts, chosen));
  return { account, name, model: chosen.name, version: chosen.version, sku: USUAL_SKU, capacity };
}

/** The same of the Live API. */
export async function planLive(facts: Facts, account: ArmId, name: string): Promise<DeploymentPlan | undefined> {
  const models = await facts.models();
  const chosen = models.seen ? chooseVoice(models.value, await circumstancesOf(facts), DEFAULT_LIVE) : undefined;
  if (chosen?.name === undefined || chosen.version === undefined) return undefined;
  return { account, name, model: chosen.name, version: chosen.version, sku: USUAL_SKU, capacity: LIVE_CAPACITY };
}

/** The usual capacity, or as much of it as the quota has left; without any left the quota is what is told of. */
export function usualWithin(free: number | undefined): number {
  return free === undefined || free < 1 ? USUAL_CAPACITY : Math.min(free, USUAL_CAPACITY);
}

/** As the deployment is, of another model. */
export function planOf(
  account: ArmId,
  { name = '', sku }: Deployment,
  model: Pick<DeploymentPlan, 'model' | 'version'>,
): DeploymentPlan {
  return { account, name, ...model, sku: sku?.name ?? USUAL_SKU, capacity: sku?.capacity ?? USUAL_CAPACITY };
}

/** The same under a name that is free: creating what is there already changes it, and others may use it. */
export function beside(plan: DeploymentPlan, all: readonly Deployment[]): DeploymentPlan {
  const taken = new Set(all.map(({ name = '' }) => name.toLowerCase()));
  const { model, version } = plan;
  const numbered = all.map((_, index) => `${model}-${index + 2}`);
  const candidates = [plan.name, model, `${model}-${version}`, ...numbered];
  return { ...plan, name: candidates.find((name) => !taken.has(name.toLowerCase())) ?? `${plan.name}-new` };
}
