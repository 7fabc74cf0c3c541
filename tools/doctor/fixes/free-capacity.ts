/** How many units of capacity the quota has left for a model. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { Facts } from '../facts/facts.ts';
import { skuOf, USUAL_SKU } from '../models.ts';

/** `undefined`: nobody could say. */
export async function freeCapacity(
  facts: Facts,
  model: AccountModel,
  sku: string = USUAL_SKU,
): Promise<number | undefined> {
  const usages = await facts.usages();
  const usageName = skuOf(model, sku)?.usageName;
  const usage = usages.seen ? usages.value.find(({ name }) => name?.value === usageName) : undefined;
  return usage?.limit === undefined || usage.currentValue === undefined ? undefined : usage.limit - usage.currentValue;
}
