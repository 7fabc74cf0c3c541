/** What an account has where no deployment was named, and the answers to what people ask when realtime is refused. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isLiveName } from '../../azure-facts/voice-models.ts';
import { DEFAULT_MODEL } from '../../models/model-table.ts';
import { createDeployment } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { changeRequest } from '../fixes/change-request.ts';
import { planFor } from '../fixes/plan-deployment.ts';
import { isRetired } from '../lifecycle.ts';
import { then } from '../look.ts';
import { findModel, isRealtimeFamily } from '../models.ts';
import { servesRealtime } from '../serving.ts';
import { fail, type Verdict } from '../verdict.ts';

/** A line each. */
export async function describeDeployments(facts: Facts): Promise<readonly string[]> {
  const [all, models] = await Promise.all([facts.deployments(), facts.models()]);
  if (!all.seen) return [];
  const listed = models.seen ? models.value : [];
  return all.value.map((each) => {
    const { name = '', version = '' } = each.properties?.model ?? {};
    return `${each.name}: ${name} ${version}, ${judge(each, listed, facts.now())}`;
  });
}

function judge({ properties }: Deployment, models: readonly AccountModel[], nowEpochMs: number): string {
  const listed = findModel(models, properties?.model);
  const name = properties?.model?.name ?? '';
  if (isLiveName(name)) return 'Live and not realtime';
  if (!isRealtimeFamily(name, listed?.capabilities)) return 'no realtime model';
  if (listed && isRetired(listed, nowEpochMs)) return 'realtime, and retired';
  const state = properties?.provisioningState ?? 'Succeeded';
  return state === 'Succeeded' ? 'realtime' : `realtime, and ${state}`;
}

/** Where nobody named a deployment, and none would do. */
export async function explainNone(facts: Facts): Promise<Verdict | undefined> {
  const [account, all] = await Promise.all([facts.accountId(), facts.deployments()]);
  if (!facts.own || facts.own.deployment !== undefined || !account.seen || !all.seen) return undefined;
  const plan = await planFor(facts, account.value, DEFAULT_MODEL);
  const say = `${account.value.name} has no deployment${all.value.length === 0 ? '' : ' of a realtime model'}.`;
  const mend = plan ? changeRequest(facts, { deployment: plan.name }, { run: createDeployment(plan) }) : {};
  return fail(say, mend, ['resource.region', 'quota.left'], await describeDeployments(facts));
}

/** What was asked with success: whatever a request has beyond it is what Azure refuses. */
export async function tellRequest(facts: Facts): Promise<readonly string[]> {
  const [endpoint, deployment, scope] = await Promise.all([
    facts.endpoint(),
    facts.deploymentName(),
    facts.tokenScope(),
  ]);
  if (!endpoint.seen || !deployment.seen || !scope.seen) return [];
  return [
    `The doctor sent POST ${endpoint.value.clientSecretsUrl}`,
    `with Authorization: Bearer and a token of ${scope.value},`,
    `and {"session":{"type":"realtime","model":"${deployment.value}"}}. If Azure refuses your code, its request differs from this one.`,
  ];
}

/** Where the model is not what is wrong, its check says nothing of it. */
export async function answerRefused(facts: Facts): Promise<readonly string[]> {
  const [name, all, models] = await Promise.all([facts.deploymentName(), facts.deployments(), facts.models()]);
  const deployment = all.seen && name.seen ? all.value.find((each) => each.name === name.value) : undefined;
  const serves = deployment && servesRealtime(deployment, models.seen ? models.value : [], facts.now());
  return serves ? answerQuestions(facts, 'Name, model, version and path are right, as far as the doctor can see.') : [];
}

/** Is there something to enable, which regions and models, and which of name, model, version and path is wrong. */
export async function answerQuestions(facts: Facts, wrong: string): Promise<readonly string[]> {
  const [account, models] = await Promise.all([facts.account(), facts.models()]);
  const offers = await then(facts.regions(), (regions) => regions.offers());
  const family = (models.seen ? models.value : []).filter(({ name = '', capabilities }) =>
    isRealtimeFamily(name, capabilities),
  );
  const here = account.seen ? account.value?.location : undefined;
  const others = offers.seen ? offers.value.map(({ region }) => region).filter((region) => region !== here) : [];
  return [
    'You do not have to enable anything. A deployment of a realtime model takes realtime requests, and no other deployment does.',
    `${here} offers ${family.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none'}.`,
    ...(others.length === 0 ? [] : [`Other regions where your subscription has one: ${others.join(', ')}.`]),
    wrong,
  ];
}
