/** What the deployment gives and until when: capacity and version. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import type { ArmId } from '../arm/arm-id.ts';
import { changeDeployment, createDeployment, exportModel, USUAL_CAPACITY } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { changeRequest } from '../fixes/change-request.ts';
import { freeCapacity } from '../fixes/free-capacity.ts';
import { beside, planOf } from '../fixes/plan-deployment.ts';
import { isRetired, stateOf } from '../lifecycle.ts';
import { WARN_DAYS } from '../model-end.ts';
import { daysUntil, findModel, requestsPerMinute, retirementOf, successorOf, toDay } from '../models.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';
import { type NamedDeployment, nameDeployment } from './deployment.ts';
import { isFew } from './few-requests.ts';

const version: Check<Facts> = {
  id: 'deployment.version',
  about: `When the deployed version retires, by what Resource Manager says today, and what follows it. The doctor warns from ${WARN_DAYS} days before, and at once if Azure is withdrawing the version (\`Deprecating\`). It fails if the version is retired (\`Deprecated\`); Azure then answers 410. \`OnceNewDefaultVersionAvailable\` follows new versions of the same model only: it ends with the model’s last one.`,
  async run(facts) {
    const [named, models] = await Promise.all([nameDeployment(facts), facts.models()]);
    if (!named.seen) return skipped(named.because);
    if (!models.seen) return skipped(models.because);
    const { deployment } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const listed = findModel(models.value, deployment.properties?.model);
    if (!listed) return explainUnlisted(facts, named.value, models.value);
    const end = retirementOf(listed, deployment.sku?.name);
    const days = end ? daysUntil(end, facts.now()) : Number.POSITIVE_INFINITY;
    const title = `${listed.name} ${listed.version} (${stateOf(listed)})`;
    const when = end ? `retires on ${toDay(end)}, in ${days} days` : 'has no date of retirement';
    const mend = () => follow(facts, named.value, successorOf(listed, models.value, facts.now()));
    if (days <= 0 || isRetired(listed, facts.now())) {
      const since = end && days <= 0 ? `retired on ${toDay(end)}` : 'is retired';
      return fail(`${title} ${since}: Azure answers its calls with 410.`, mend());
    }
    if (listed.lifecycleStatus === 'Deprecating') {
      const closed = 'Azure refuses it to subscriptions that never had it, so you cannot set up another one like this';
      return { ...warn(`${title} ${when}. ${closed}.`, mend()), explainsNothing: true };
    }
    return days > WARN_DAYS
      ? fine(`${title} ${when}.`)
      : { ...warn(`${title} ${when}.`, mend()), explainsNothing: true };
  },
};

const capacity: Check<Facts> = {
  id: 'deployment.capacity',
  about:
    'How many requests a minute the deployment’s SKU and capacity give: the model’s limit for one unit, times the units. The doctor warns if that is less than one caller’s own quota, or below ten. Nobody has verified whether a mint counts as a request.',
  async run(facts) {
    const [quota, named, models] = await Promise.all([facts.callerQuota(), nameDeployment(facts), facts.models()]);
    if (!quota.seen) return skipped(quota.because);
    if (!named.seen) return skipped(named.because);
    if (!models.seen) return skipped(models.because);
    const { account, deployment } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const listed = findModel(models.value, deployment.properties?.model);
    const requests = requestsPerMinute(deployment, listed);
    const units = deployment.sku?.capacity ?? 0;
    const title = `${deployment.sku?.name}, capacity ${units}`;
    if (requests === undefined) return fine(`${title}; the list says no limit of requests.`);
    const gives = `${title}: ${requests} requests a minute`;
    if (!isFew(requests, quota.value)) return fine(`${gives}.`);
    return warn(`${gives}, which is little.`, await raiseCapacity(facts, account, deployment), ['quota.left']);
  },
};

export const DEPLOYMENT_TERM_CHECKS: readonly Check<Facts>[] = [version, capacity];

/** Where Azure has retired the model, whatever the list says of it. */
export async function succeedModel(facts: Facts): Promise<Mend | undefined> {
  const [named, models] = await Promise.all([nameDeployment(facts), facts.models()]);
  if (!named.seen || !models.seen || !named.value.deployment) return undefined;
  const { name = '', version: held = '' } = named.value.deployment.properties?.model ?? {};
  const ended = { name, version: held, deprecation: { inference: new Date(facts.now()).toISOString() } };
  return follow(
    facts,
    named.value,
    successorOf(
      ended,
      models.value.filter((each) => !isNoNewer(each, ended)),
      facts.now(),
    ),
  );
}

/** Of a request that was refused for its rate: `undefined` where the capacity may be why. */
export async function explainRate(facts: Facts): Promise<Mend | undefined> {
  const [named, models, quota] = await Promise.all([nameDeployment(facts), facts.models(), facts.callerQuota()]);
  if (!named.seen || !named.value.deployment) return undefined;
  const { deployment } = named.value;
  const { capacity: units = 0 } = deployment.sku ?? {};
  const requests = requestsPerMinute(
    deployment,
    models.seen ? findModel(models.value, deployment.properties?.model) : undefined,
  );
  if (requests === undefined ? units < USUAL_CAPACITY : isFew(requests, quota.seen ? quota.value : {}))
    return undefined;
  const gives = requests === undefined ? `a capacity of ${units}` : `${requests} requests a minute`;
  return {
    say: `${deployment.name} has ${gives}, and the doctor made only one request. More capacity does not help. Wait a minute and look again. If that does not help, something else uses the deployment.`,
  };
}

/** Versions are days. */
function isNoNewer(
  { name, version = '' }: AccountModel,
  ended: { readonly name: string; readonly version: string },
): boolean {
  return name === ended.name && version <= ended.version;
}

/** To twice of it, or to the usual, or as far as the quota goes. */
export async function raiseCapacity(facts: Facts, account: ArmId, deployment: Deployment): Promise<Mend> {
  const models = await facts.models();
  const listed = models.seen ? findModel(models.value, deployment.properties?.model) : undefined;
  const { name: sku, capacity: units = 0 } = deployment.sku ?? {};
  const free = listed && (await freeCapacity(facts, listed, sku));
  const wanted = Math.max(USUAL_CAPACITY, units * 2);
  const capacity = free === undefined ? wanted : Math.min(wanted, units + free);
  if (capacity <= units) return { say: 'No quota is left to raise it. Ask for more in the Azure portal under Quotas.' };
  return { run: [changeDeployment(account, deployment.name ?? '', `sku.capacity=${capacity}`)] };
}

/** A version leaves the list when it can no longer be deployed. */
function explainUnlisted(facts: Facts, named: NamedDeployment, models: readonly AccountModel[]): Verdict {
  const { name = '', version: held = '' } = named.deployment?.properties?.model ?? {};
  const ended = { name, version: held, deprecation: { inference: new Date(facts.now()).toISOString() } };
  return warn(
    `The region’s list no longer has ${name} ${held}: it may be retired.`,
    follow(facts, named, successorOf(ended, models, facts.now())),
    ['resource.region', 'deployment.model'],
  );
}

/** A new version takes the place of the old one; another model gets a deployment of its own. */
function follow(facts: Facts, { account, all, deployment }: NamedDeployment, next: AccountModel | undefined): Mend {
  if (next?.name === undefined || next.version === undefined) {
    const elsewhere = facts.commandLine.doctor('--before');
    const say = `No other version or model of the family lasts longer in this region: ${elsewhere} looks at the others.`;
    return { say };
  }
  const end = retirementOf(next);
  const until = end ? `, until ${toDay(end)} (${daysUntil(end, facts.now())} days)` : '';
  const template = exportModel(next, end);
  const byTool = ' In a clone npm run successor does all of it (docs/operations.md, When the model retires).';
  const byTemplate = `${byTool} With infra/main.bicep: ${template} and deploy again. By hand, until the next deployment:`;
  const say = `The successor is ${next.name} ${next.version}${until}.${facts.own ? '' : byTemplate}`;
  if (deployment?.name !== undefined && next.name === deployment.properties?.model?.name) {
    return { say, run: [changeDeployment(account, deployment.name, `properties.model.version=${next.version}`)] };
  }
  const plan = planOf(account, deployment ?? {}, { model: next.name, version: next.version });
  const other = beside(plan, all);
  const made = {
    say: `It is time to try another model’s voice, latency and capacity. ${say}`,
    run: createDeployment(other),
  };
  return changeRequest(facts, { deployment: other.name }, made);
}
