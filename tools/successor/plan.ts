/** What to make and move at one place, after asking for everything that could make Azure refuse it. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { ok } from '../../src/lib/result.ts';
import { listUsage, USUAL_CAPACITY } from '../doctor/az-commands.ts';
import { freeCapacity } from '../doctor/fixes/free-capacity.ts';
import { daysUntil, requestsPerMinute, retirementOf, toDay } from '../doctor/models.ts';
import { isPaused } from '../doctor/serving.ts';
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
  const found = await readSites(place);
  if (!found.ok) return found;
  const sites = found.value;
  work.say(...sites.map((site) => describeSite(place, site)));
  const { to: wanted, capacity } = work.options;
  const isOther = sites.some(({ deployment }) => wanted !== undefined && deployment.properties?.model?.name !== wanted);
  if (!isOther && sites.every(({ ending }) => ending === undefined)) return ok(undefined);
  const model = await chooseModel(sites, wanted);
  if (!model.ok) return model;
  const to = nameFor(model.value, sites);
  const planned = sites.map((held): Site => {
    const existing = deploymentNamed(held.all, to);
    return { held, existing, capacity: capacity ?? held.deployment.sku?.capacity ?? USUAL_CAPACITY };
  });
  work.say(describeModel(model.value, sites[0]));
  for (const site of planned) {
    work.say(...describeRates(site, model.value, to));
    const quota = await checkQuota(site, model.value);
    if (!quota.ok) return quota;
  }
  return ok({ place, to, model: model.value, sites: planned });
}

async function readSites(place: Place): Step<readonly [Held, ...Held[]]> {
  const found = await Promise.all(place.targets.map(readHeld));
  const [unseen] = found.flatMap((look) => (look.seen ? [] : [look.because]));
  const [first, ...others] = found.flatMap((look) => (look.seen ? [look.value] : []));
  if (!first || unseen !== undefined) return unlooked(unseen ?? `${place.title} has no target`);
  const sites = [first, ...others] as const;
  const paused = sites.find(({ deployment }) => isPaused(deployment));
  if (!paused) return ok(sites);
  return refused(`${paused.deployment.name} of ${paused.account.name} is paused, and one beside it would serve.`, {
    say: 'Whoever paused it wants nobody served: end that first (docs/operations.md, Pausing).',
  });
}

function describeSite({ title }: Place, { account, deployment, ending }: Held): string {
  const { name, version } = deployment.properties?.model ?? {};
  const stays = `runs ${name} ${version}, which is not near its end`;
  return `${title} names ${deployment.name} of ${account.name}, which ${ending ?? stays}.`;
}

function describeModel(model: AccountModel, site: Held): string {
  const end = retirementOf(model, skuNameOf(site));
  const until = end
    ? `until ${toDay(end)}, in ${daysUntil(end, site.facts.now())} days`
    : 'without a date of retirement';
  return `The successor is ${model.name} ${model.version}, ${until}.`;
}

/** None where the list does not say a limit. */
function describeRates({ held, capacity, existing }: Site, model: AccountModel, to: string): readonly string[] {
  const { account, deployment, models } = held;
  const sku = { name: skuNameOf(held), capacity: existing?.sku?.capacity ?? capacity };
  const listed = models.find((each) => runs(deployment, each));
  const [before, after] = [requestsPerMinute(deployment, listed), requestsPerMinute({ sku }, model)];
  if (before === undefined || after === undefined) return [];
  return [
    `${account.name}: ${before} requests a minute now, ${after} with ${sku.capacity} units of ${sku.name} of ${to}.`,
  ];
}

/** What is there already has its units. */
async function checkQuota({ held, capacity, existing }: Site, model: AccountModel): Step<void> {
  const { account, location, facts } = held;
  const free = existing ? undefined : await freeCapacity(facts, model, skuNameOf(held));
  if (free === undefined || free >= capacity) return ok(undefined);
  const fewer = free > 0 ? `--capacity ${free} takes what is left. ` : '';
  return refused(
    `${account.name}: ${free} of the ${capacity} units that ${model.name} needs are left in ${location}.`,
    {
      say: `${fewer}More is asked for in the Azure portal under Quotas. What is used:`,
      run: [listUsage(account.subscription, location)],
    },
  );
}
