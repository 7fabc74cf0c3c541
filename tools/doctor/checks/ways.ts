/** Ways out that several checks offer. */
import type { Account, Deployment } from '@azure/arm-cognitiveservices';
import { parseEndpoint } from '../../../src/realtime/endpoint.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { type DeploymentPlan, setKey, USUAL_CAPACITY } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import type { Circumstances } from '../lifecycle.ts';
import { USUAL_SKU } from '../models.ts';
import { servesRealtime } from '../serving.ts';
import { isPart, setMember } from '../targets/member.ts';
import { endOf } from './model-end.ts';

/** The commands that write settings; keys are without prefix. What a target says itself is written there. */
export function setKeys(
  { storeName, member }: Pick<Facts, 'storeName' | 'member'>,
  values: Readonly<Record<string, string>>,
): string[] {
  if (!storeName) return [];
  const entries = Object.entries(values);
  const own = member ? entries.filter(([key]) => isPart(key)) : [];
  const others = entries.filter((entry) => !own.includes(entry));
  return [
    ...(member && own.length > 0 ? [setMember(storeName, member, Object.fromEntries(own))] : []),
    ...others.map(([key, value]) => setKey(storeName, KEY_PREFIX + key, value)),
  ];
}

/** What realtime:endpoint should be for this account, in the form that realtime is documented for. */
export function endpointOf(account: Account | undefined): string | undefined {
  const parsed = parseEndpoint(account?.properties?.endpoint ?? '');
  return parsed.ok ? parsed.value.origin : undefined;
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

/** What decides whether Azure takes a deployment from this subscription; what cannot be seen counts as not there. */
export async function circumstancesOf(facts: Facts): Promise<Circumstances> {
  const [own, others] = await Promise.all([facts.deployments(), facts.elsewhere()]);
  const elsewhere = others.seen ? others.value.flatMap(({ deployments }) => deployments) : [];
  return { deployed: [...(own.seen ? own.value : []), ...elsewhere], nowEpochMs: facts.now() };
}

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
