/** `--before --export`: the model to deploy in a region, as the variables of infra/main.bicepparam. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import { DATED_MODELS } from '../../models/model-table.ts';
import { exportModel } from '../az-commands.ts';
import { type Circumstances, isDeployable, standingOf } from '../lifecycle.ts';
import { daysUntil, firstBy, isOfOneSize, MODEL_OF, retirementOf, toDay, USUAL_SKU } from '../models.ts';
import type { BeforeFacts } from './before-facts.ts';

/** Whoever begins with less has to move before the first quarter is over. */
const ENOUGH_DAYS = 90;
const GENERALLY_AVAILABLE = 2;

export type ModelToDeploy =
  | { readonly kind: 'chosen'; readonly line: string; readonly note: string }
  | { readonly kind: 'none' | 'unseen'; readonly note: string };

/** @param region short name. */
export async function modelToDeploy(facts: BeforeFacts, region: string): Promise<ModelToDeploy> {
  const offers = await facts.offers(facts.api);
  if (!offers.seen) return { kind: 'unseen', note: `Could not look: ${offers.because}.` };
  const { unseenBecause, ...circumstances } = await facts.circumstances();
  const models = offers.value.find((offer) => offer.region === region)?.models ?? [];
  const model = chooseLasting(models, facts.model, circumstances);
  if (!model) {
    return {
      kind: 'none',
      note: `${region} offers this subscription no ${MODEL_OF[facts.api]} that it may still deploy.`,
    };
  }
  const end = retirementOf(model, USUAL_SKU);
  const until = end ? `until ${toDay(end)}` : 'without a date of retirement';
  const unknown =
    unseenBecause === undefined
      ? ''
      : ` The doctor does not know what the subscription has deployed: ${unseenBecause}.`;
  const note = `${region}: ${model.name}, version ${model.version}, ${until}.${unknown}`;
  return { kind: 'chosen', line: exportModel(model, end), note };
}

/**
 * The wanted model while it is generally available and lasts; else its successors, of its size first and in the order
 * of the table; where nothing lasts, what stands best and lasts longest.
 */
export function chooseLasting(
  models: readonly AccountModel[],
  wanted: string,
  circumstances: Circumstances,
): AccountModel | undefined {
  const daysOf = (model: AccountModel) => {
    const end = retirementOf(model, USUAL_SKU);
    return end ? daysUntil(end, circumstances.nowEpochMs) : Number.POSITIVE_INFINITY;
  };
  const lasts = (model: AccountModel) => standingOf(model) === GENERALLY_AVAILABLE && daysOf(model) >= ENOUGH_DAYS;
  return firstBy(
    models.filter((model) => isDeployable(model, circumstances)),
    (model) => [
      Number(lasts(model)),
      ...(lasts(model) ? [0, 0] : [standingOf(model), daysOf(model)]),
      Number(model.name === wanted),
      Number(isOfOneSize(model.name, wanted)),
      -placeOf(model),
      Number(model.isDefaultVersion === true),
      daysOf(model),
    ],
  );
}

/** What the table does not have comes last. */
function placeOf({ name }: AccountModel): number {
  const place = DATED_MODELS.findIndex((dated) => dated.name === name);
  return place < 0 ? DATED_MODELS.length : place;
}
