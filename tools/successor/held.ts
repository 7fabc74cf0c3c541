/** What a place's name means in the account of each target: a deployment, its model, and when that ends. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import type { ArmId } from '../doctor/arm/arm-id.ts';
import { nameDeployment } from '../doctor/checks/deployment.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { circumstancesOf } from '../doctor/fixes/usable-deployments.ts';
import type { Circumstances } from '../doctor/lifecycle.ts';
import { type Look, seen, unseen } from '../doctor/look.ts';
import { endOf } from '../doctor/model-end.ts';
import { findModel } from '../doctor/models.ts';

export interface Held {
  readonly facts: Facts;
  readonly account: ArmId;
  /** Its region. */
  readonly location: string;
  readonly deployment: Deployment;
  /** Every deployment of the account. */
  readonly all: readonly Deployment[];
  /** What the account's region offers. */
  readonly models: readonly AccountModel[];
  readonly circumstances: Circumstances;
  /** Completes "<name> …": its end is near, or it has passed; `undefined`: neither. */
  readonly ending: string | undefined;
}

export async function readHeld(facts: Facts): Promise<Look<Held>> {
  const [named, found, models, circumstances] = await Promise.all([
    nameDeployment(facts),
    facts.account(),
    facts.models(),
    circumstancesOf(facts),
  ]);
  if (!named.seen) return named;
  if (!models.seen) return models;
  const { account, name, all, deployment } = named.value;
  if (!deployment) {
    return unseen(`${account.name} has no deployment named ${name}, and so none whose place another could take`);
  }
  const location = (found.seen ? found.value?.location : undefined) ?? '';
  const held = { facts, account, location, deployment, all, models: models.value, circumstances };
  return seen({ ...held, ending: endingOf(held) });
}

/** A version leaves the list when nobody can deploy it any more. */
function endingOf({ facts, deployment, models }: Omit<Held, 'ending'>): string | undefined {
  const model = deployment.properties?.model;
  if (findModel(models, model)) return endOf(deployment, models, facts.now())?.say;
  return `runs ${model?.name} ${model?.version}, which the region no longer offers`;
}
