/** What is to be made and moved at one place, with everything asked before that Azure could refuse it for. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { ok } from '../../src/lib/result.ts';
import { freeCapacity } from '../doctor/checks/quota.ts';
import { listUsage, USUAL_CAPACITY } from '../doctor/commands.ts';
import { daysUntil, requestsPerMinute, retirementOf, toDay } from '../doctor/models.ts';
import { chooseModel, runs, skuNameOf } from './choose.ts';
import { type Held, readHeld } from './held.ts';
import { deploymentNamed, nameFor } from './name-for.ts';
import type { Place } from './places.ts';
import { refused, type Step, unlooked } from './stop.ts';
import type { Work } from './work.ts';

export interface Site {
  readonly held: Held;
  readonly capacity: number;
  /** What an earlier run made, or somebody else. */
  readonly existing: Deployment | undefined;
}

export interface Move {
  readonly place: Place;
  /** Name of the new deployment, the same in every account. */
  readonly to: string;
  readonly model: AccountModel;
  readonly sites: readonly Site[];
}

/** `undefined`: nothing is due. */
export async function planMove(place: Place, work: Work): Step<Move | undefined> {
  const found = await Promise.all(place.targets.map(readHeld));
  const [unseen] = found.flatMap((look) => (look.seen ? [] : [look.because]));
  const [first, ...others] = found.flatMap((look) => (look.seen ? [look.value] : []));
  if (!first || unseen !== undefined) return unlooked(unseen ?? `${place.title} has no target`);
  const sites = [first, ...others] as const;
  const paused = sites.find(({ deployment }) => isPaused(deployment));
  if (paused) {
    return refused(`${paused.deployment.name} of ${paused.account.name} is paused, and one beside it would serve.`, {
      say: 'Whoever paused it wants nobody served: end that first (docs/operations.md, Pausing).',
    });
  }
  const { to: wanted } = work.options;
  const isOther = sites.some(({ deployment }) => wanted !== undefined && deployment.properties?.model?.name !== wanted);
  for (const { account, deployment, ending } of sites) {
    const { name, version } = deployment.properties?.model ?? {};
    const stays = `runs ${name} ${version}, which is not near its end`;
    work.say(`${place.title} names ${deployment.name} of ${account.name}, which ${ending ?? stays}.`);
  }
  if (!isOther && sites.every(({ ending }) => ending === undefined)) return ok(undefined);
  const model = await chooseModel(sites, wanted);
  if (!model.ok) return model;
  const to = nameFor(model.value, sites);
  const planned = sites.map((held) => ({
    held,
    capacity: work.options.capacity ?? held.deployment.sku?.capacity ?? USUAL_CAPACITY,
    existing: deploymentNamed(held.all, to),
  }));
  work.say(describeModel(model.value, first));
  for (const site of planned) {
    const quota = await checkQuota(site, model.value, to, work);
    if (!quota.ok) return quota;
  }
  return ok({ place, to, model: model.value, sites: planned });
}

function describeModel(model: AccountModel, site: Held): string {
  const end = retirementOf(model, skuNameOf(site));
  const until = end
    ? `until ${toDay(end)}, in ${daysUntil(end, site.facts.now())} days`
    : 'without a date of retirement';
  return `The successor is ${model.name} ${model.version}, ${until}.`;
}

/** What is there already has its units. */
async function checkQuota({ held, capacity, existing }: Site, model: AccountModel, to: string, work: Work): Step<void> {
  const { account, deployment, facts, models } = held;
  const sku = { name: skuNameOf(held), capacity };
  const before = requestsPerMinute(
    deployment,
    models.find((listed) => runs(deployment, listed)),
  );
  const after = requestsPerMinute({ sku }, model);
  if (before !== undefined && after !== undefined) {
    work.say(
      `${account.name}: ${before} requests a minute now, ${after} with ${capacity} units of ${sku.name} of ${to}.`,
    );
  }
  if (existing) return ok(undefined);
  const free = await freeCapacity(facts, model, sku.name);
  if (free === undefined || free >= capacity) return ok(undefined);
  const { location = '' } = accountOf(await facts.account());
  const fewer = free > 0 ? `--capacity ${free} takes what is left. ` : '';
  return refused(
    `${account.name}: ${free} of the ${capacity} units that ${model.name} needs are left in ${location}.`,
    {
      say: `${fewer}More is asked for in the Azure portal under Quotas. What is used:`,
      run: [listUsage(account.subscription, location)],
    },
  );
}

function accountOf(look: Awaited<ReturnType<Held['facts']['account']>>): { readonly location?: string } {
  return (look.seen ? look.value : undefined) ?? {};
}

/** Newer than the client’s types. */
function isPaused({ properties }: Deployment): boolean {
  return properties !== undefined && Reflect.get(properties, 'deploymentState') === 'Paused';
}
