/** Which deployments of the account a mint would work with, and what decides whether Azure takes another one. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import type { Facts } from '../facts/facts.ts';
import type { Circumstances } from '../lifecycle.ts';
import { endOf } from '../model-end.ts';
import { servesRealtime } from '../serving.ts';

/** A deployment of the account that a mint would work with, the settled ones first. */
export async function usableDeployment(facts: Facts, model?: string): Promise<string | undefined> {
  const deployments = await facts.deployments();
  if (!deployments.seen) return undefined;
  const usable = await realtimeDeployments(facts, deployments.value);
  const ofModel = usable.filter(({ properties }) => model === undefined || properties?.model?.name === model);
  const age = ({ systemData }: Deployment) => systemData?.createdAt?.getTime() ?? 0;
  const models = await facts.models();
  // What Azure is taking back is nothing to move to; whose name alone is wrong is there already.
  const staying = ofModel.filter((each) => !endOf(each, models.seen ? models.value : [], facts.now()));
  const chosen = staying.length === 0 && model !== undefined ? ofModel : staying;
  return [...chosen].sort((one, other) => age(one) - age(other))[0]?.name;
}

export async function realtimeDeployments(
  facts: Pick<Facts, 'models' | 'now'>,
  deployments: readonly Deployment[],
): Promise<readonly Deployment[]> {
  const models = await facts.models();
  return deployments.filter((each) => servesRealtime(each, models.seen ? models.value : [], facts.now()));
}

/** What decides whether Azure takes a deployment from this subscription; what cannot be seen counts as not there. */
export async function circumstancesOf(facts: Facts): Promise<Circumstances> {
  const [own, others] = await Promise.all([facts.deployments(), facts.elsewhere()]);
  const elsewhere = others.seen ? others.value.flatMap(({ deployments }) => deployments) : [];
  return { deployed: [...(own.seen ? own.value : []), ...elsewhere], nowEpochMs: facts.now() };
}
