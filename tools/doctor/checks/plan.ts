/** What to deploy under a name. */
import { DEFAULT_LIVE } from '../../models/model-table.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { type DeploymentPlan, LIVE_CAPACITY, USUAL_CAPACITY } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import { chooseRealtime, chooseVoice, USUAL_SKU } from '../models.ts';
import { freeCapacity } from './quota.ts';
import { circumstancesOf } from './ways.ts';

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
