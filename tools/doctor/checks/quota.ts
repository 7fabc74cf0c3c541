/** Quota: units of capacity that the subscription has left in the account's region. */
import type { Account, AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { type ArmId, parseArmId } from '../arm/arm-id.ts';
import { changeDeployment, listUsage } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { circumstancesOf } from '../fixes/usable-deployments.ts';
import type { Look } from '../look.ts';
import { chooseRealtime, findModel, isRealtimeFamily, requestsPerMinute, skuOf, USUAL_SKU } from '../models.ts';
import { fail, fine, type Mend, skipped, unneeded, warn } from '../verdict.ts';
import { isFew } from './few-requests.ts';

const left: Check<Facts> = {
  id: 'quota.left',
  about:
    'How many units of capacity the subscription has left for the model in the region. At the limit you can create no deployment and raise no capacity. Existing deployments keep theirs.',
  async run(facts) {
    const [name, quota, account, deployments, models, usages] = await Promise.all([
      facts.deploymentName(),
      facts.callerQuota(),
      facts.account(),
      facts.deployments(),
      facts.models(),
      facts.usages(),
    ]);
    if (!name.seen && !facts.own) return skipped(name.because);
    const asked = name.seen ? name.value : undefined;
    if (!quota.seen) return skipped(quota.because);
    if (!deployments.seen) return skipped(deployments.because);
    if (!models.seen) return skipped(models.because);
    if (!usages.seen) return skipped(usages.because);
    const deployment = deployments.value.find((each) => each.name === asked);
    const { isRealtime, deployed, wanted } = await weigh(facts, models.value, { deployment, asked });
    const usageName = skuOf(wanted, isRealtime ? deployment?.sku?.name : USUAL_SKU)?.usageName;
    const usage = usages.value.find(({ name }) => name?.value === usageName);
    if (usageName === undefined || usage?.limit === undefined || usage.currentValue === undefined) {
      return unneeded('the region’s quota says nothing about the model');
    }
    const { limit, currentValue: used } = usage;
    const free = `${limit - used} of ${limit} units of ${usageName} are left in ${regionOf(account)}`;
    if (used < limit) return fine(`${free}.`);
    const mend = () => giveBack(facts, usageName, deployment?.name);
    if (!deployment) return fail(`${free}: ${asked ?? 'a realtime deployment'} cannot be created.`, await mend());
    if (!isRealtime) return warn(`${free}: ${deployment.name} cannot get a realtime model.`, await mend());
    const isShort = isFew(requestsPerMinute(deployment, deployed), quota.value);
    return isShort
      ? warn(`${free}: the deployment’s few requests cannot be raised.`, await mend())
      : fine(`${free}; the deployment has its own.`);
  },
};

export const QUOTA_CHECKS: readonly Check<Facts>[] = [left];

function regionOf(account: Look<Account | undefined>): string | undefined {
  return account.seen ? account.value?.location : undefined;
}

/** Of another kind of model nothing is wanted: what counts is what is to take its place. */
async function weigh(
  facts: Facts,
  models: readonly AccountModel[],
  { deployment, asked }: { readonly deployment: Deployment | undefined; readonly asked: string | undefined },
) {
  const deployed = findModel(models, deployment?.properties?.model);
  const isRealtime = isRealtimeFamily(deployed?.name ?? '', deployed?.capabilities);
  const wanted = isRealtime ? deployed : chooseRealtime(models, await circumstancesOf(facts), asked);
  return { isRealtime, deployed, wanted };
}

interface Holder {
  readonly account: ArmId;
  readonly deployment: Deployment;
  readonly capacity: number;
}

/** Whoever holds most of it, in the same region, could do with half. */
async function giveBack(facts: Facts, usageName: string, own: string | undefined): Promise<Mend> {
  const [account, models, deployments, others] = await Promise.all([
    facts.account(),
    facts.models(),
    facts.deployments(),
    facts.elsewhere(),
  ]);
  const location = account.seen ? account.value?.location : undefined;
  const here = account.seen ? parseArmId(account.value?.id ?? '') : undefined;
  const known = [
    ...(here && deployments.seen ? [{ id: here, deployments: deployments.value }] : []),
    ...(others.seen ? others.value.filter((other) => other.account.location === location) : []),
  ];
  const listed = models.seen ? models.value : [];
  const holders: readonly Holder[] = known.flatMap(({ id, deployments: all }) =>
    all
      .filter(
        ({ name, sku, properties }) =>
          !(id === here && name === own) &&
          skuOf(findModel(listed, properties?.model), sku?.name)?.usageName === usageName,
      )
      .map((deployment) => ({ account: id, deployment, capacity: deployment.sku?.capacity ?? 0 })),
  );
  const [largest] = holders.toSorted((one, more) => more.capacity - one.capacity);
  const ask = 'Ask for more quota in the Azure portal under Quotas, or use another region';
  if (!largest || largest.capacity < 2) {
    const run = location === undefined || !here ? [] : [listUsage(here.subscription, location)];
    return { say: `${ask}. What is used:`, run };
  }
  const { account: holder, deployment, capacity } = largest;
  const { name = '' } = deployment;
  return {
    say: `${ask}. Or take half of the ${capacity} units that ${name} of ${holder.name} holds:`,
    run: [changeDeployment(holder, name, `sku.capacity=${Math.floor(capacity / 2)}`)],
  };
}
