/** What is printed at the end: the way back, what keeps the next deployment from undoing it, and how the old one goes. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { az, ofResource, quote, USUAL_CAPACITY } from '../doctor/az-commands.ts';
import { LIVE_DEPLOYMENT_CHECKS } from '../doctor/checks/live-deployments.ts';
import { PROFILE_DEPLOYMENT_CHECKS } from '../doctor/checks/profile-deployments.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { findModel, retirementOf, toDay, USUAL_SKU } from '../doctor/models.ts';
import { mendLines } from '../doctor/print/result-lines.ts';
import { readHeld } from './held.ts';
import { USUAL_FILTER } from './name-for.ts';
import { DEPLOYMENT_KEY, readPlaces } from './places.ts';
import type { Move } from './plan.ts';
import type { Work } from './work.ts';

const USUAL_UPGRADE = 'OnceNewDefaultVersionAvailable';

/** Without it the next deployment of infra/main.bicep writes realtime:deployment again. What a target says itself is the operator's. */
export async function templateLines(facts: Facts, { isOfAzd }: Work): Promise<readonly string[]> {
  const places = await readPlaces(facts);
  const place = places.seen ? places.value.find(({ key }) => key === DEPLOYMENT_KEY) : undefined;
  const held = place && (await readHeld(place.targets[0]));
  if (!held?.seen) return [];
  const { deployment, models } = held.value;
  const { raiPolicyName: filter = USUAL_FILTER } = deployment.properties ?? {};
  const entries = Object.entries(variablesOf(deployment, models));
  return [
    '',
    'So that the next deployment of infra/main.bicep keeps it, before that deployment:',
    ...(isOfAzd
      ? entries.map(([variable, value]) => `  ${['azd', 'env', 'set', variable, value].map(quote).join(' ')}`)
      : [`  export ${entries.map(([variable, value]) => quote(`${variable}=${value}`)).join(' ')}`]),
    ...(filter === USUAL_FILTER
      ? []
      : [`The template writes the content filter ${USUAL_FILTER} in place of ${filter}.`]),
  ];
}

/** Those of infra/main.bicepparam that are not as it has them. */
function variablesOf({ name = '', sku, properties }: Deployment, models: readonly AccountModel[]) {
  const { model, versionUpgradeOption: upgrade = USUAL_UPGRADE } = properties ?? {};
  const end = retirementOf(findModel(models, model), sku?.name);
  const { name: skuName = USUAL_SKU, capacity = USUAL_CAPACITY } = sku ?? {};
  return {
    REALTIME_DEPLOYMENT: name,
    REALTIME_MODEL: model?.name ?? '',
    REALTIME_MODEL_VERSION: model?.version ?? '',
    REALTIME_MODEL_RETIRES: end ? toDay(end) : '',
    REALTIME_CAPACITY: String(capacity),
    ...(skuName !== USUAL_SKU && { REALTIME_SKU: skuName }),
    ...(upgrade !== USUAL_UPGRADE && { REALTIME_UPGRADE: upgrade }),
  };
}

export function backLines({ options, start }: Pick<Work, 'options' | 'start'>): readonly string[] {
  const command = [...options.typed, '--back'].map(quote).join(' ');
  return ['', 'Back, while the old deployment answers:', `  ${start} ${command}`];
}

/** By account, and not while a profile names it. */
export async function deletionLines(moves: readonly Move[], facts: Facts): Promise<readonly string[]> {
  const profiles = await facts.profiles();
  const served = profiles.seen
    ? [...profiles.value.values()].flatMap((read) => (read.ok ? read.value.servedAt : []))
    : [];
  const olds = moves.flatMap(({ sites }) =>
    sites.map(({ held: { account, deployment } }) => ({ account, deployment })),
  );
  const isUsed = ({ deployment }: (typeof olds)[number]) => served.some((at) => at.deployment === deployment.name);
  const [used] = olds.filter(isUsed);
  if (used) return ['', `${used.deployment.name} is still named by a profile: keep it until no profile names it.`];
  const run = olds.map(({ account, deployment: { name = '' } }) =>
    az('cognitiveservices', 'account', 'deployment', 'delete', ...ofResource(account), '--deployment-name', name),
  );
  return ['', 'Later, once nobody wants to go back:', ...[...new Set(run)].map((command) => `  ${command}`)];
}

/** Deployments of profiles and for transcription have ends of their own, and stay where they are. */
export async function profileLines(facts: Facts): Promise<readonly string[]> {
  const targets = await facts.targets();
  const looks = (targets.seen ? targets.value : []).flatMap((target) =>
    [...PROFILE_DEPLOYMENT_CHECKS, ...LIVE_DEPLOYMENT_CHECKS].map((check) => check.run(target)),
  );
  const verdicts = await Promise.all(looks);
  return verdicts.flatMap((verdict) =>
    verdict.state === 'warn' || verdict.state === 'fail' ? ['', verdict.say, ...mendLines(verdict.mend)] : [],
  );
}
