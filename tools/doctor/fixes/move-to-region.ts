/** A way to a region that has the model. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { ArmId } from '../arm/arm-id.ts';
import { sibling } from '../arm/arm-id.ts';
import { az, createAccount, createDeployment, ofResource, USUAL_CAPACITY, updateResource } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { then } from '../look.ts';
import { chooseRealtime, skuOf, USUAL_SKU } from '../models.ts';
import type { Mend } from '../verdict.ts';
import { grantOn } from './grant-data-role.ts';
import { beside, usualWithin } from './plan-deployment.ts';
import { setKeys } from './set-keys.ts';
import { circumstancesOf } from './usable-deployments.ts';

/** A second account in a region that has the model, as infra/main.bicep would name and set it. */
export async function moveElsewhere(facts: Facts, id: ArmId): Promise<Mend> {
  const offers = await then(facts.regions(), (regions) => regions.offers());
  const circumstances = await circumstancesOf(facts);
  const wanted = await facts.deploymentName();
  const asked = wanted.seen ? wanted.value : undefined;
  const places = (offers.seen ? offers.value : []).flatMap(({ region, models }) => {
    const chosen = chooseRealtime(models, circumstances, asked);
    const { name: model, version } = chosen ?? {};
    return !chosen || model === undefined || version === undefined ? [] : [{ region, model, version, chosen }];
  });
  const place = await firstWithQuota(facts, places);
  if (!place || (asked === undefined && !facts.own)) {
    const list = facts.commandLine.doctor('--before');
    return { say: `Create the account in a region that offers the model: ${list} lists them.` };
  }
  const { region: location, capacity, model: chosen, version } = place;
  const model = { model: chosen, version };
  const name = (facts.own ? facts.own.deployment : asked) ?? model.model;
  const account = sibling(id, `${id.name}-${location}`);
  const others = await facts.elsewhere();
  const held = others.seen
    ? others.value.find((other) => other.id.id.toLowerCase() === account.id.toLowerCase())
    : undefined;
  const plan = beside({ account, name, ...model, sku: USUAL_SKU, capacity }, held?.deployments ?? []);
  const byTemplate = ` With infra/main.bicep: export OPENAI_LOCATION=${location} and deploy again. By hand:`;
  const byHand = ` In your request session.model is "${plan.name}", and the address https://${account.name}.openai.azure.com, after:`;
  return {
    say: `${location} has it.${facts.own ? byHand : byTemplate}`,
    run: [
      ...(held
        ? []
        : [
            createAccount(account, location),
            ...(facts.own ? [] : [updateResource(account.id, 'properties.disableLocalAuth=true')]),
          ]),
      ...createDeployment(plan),
      ...(await grantOn(facts, account)),
      ...setEndpointOf(facts, account, {
        resourceId: account.id,
        ...(plan.name !== name && { deployment: plan.name }),
      }),
    ],
  };
}

interface Place {
  readonly region: string;
  readonly model: string;
  readonly version: string;
  readonly chosen: AccountModel;
}

/** Asked one after the other: the first nearly always has some. Without any, the first as it is. */
async function firstWithQuota(
  facts: Facts,
  places: readonly Place[],
): Promise<(Place & { readonly capacity: number }) | undefined> {
  for (const place of places) {
    const usages = await then(facts.regions(), (regions) => regions.usages(place.region));
    const usageName = skuOf(place.chosen, USUAL_SKU)?.usageName;
    const usage = usages.seen ? usages.value.find(({ name }) => name?.value === usageName) : undefined;
    const free = usage?.limit === undefined ? undefined : usage.limit - (usage.currentValue ?? 0);
    if (free === undefined || free >= 1) return { ...place, capacity: usualWithin(free) };
  }
  const [first] = places;
  return first && { ...first, capacity: USUAL_CAPACITY };
}

/** Of a name that no host has (RFC 2606 section 2). */
const PLACE = 'https://endpoint.invalid';

/** The endpoint is known only once Azure has made it, so the shell asks for it. */
export function setEndpointOf(
  facts: Facts,
  account: ArmId,
  others: Readonly<Record<string, string>> = {},
): readonly string[] {
  const ask = az(
    'cognitiveservices',
    'account',
    'show',
    ...ofResource(account),
    '--query',
    'properties.endpoint',
    '-o',
    'tsv',
  );
  // Of a target it stands between the quotes of its JSON.
  const asked = facts.member ? `'"$(${ask})"'` : `"$(${ask})"`;
  return setKeys(facts, { endpoint: PLACE, ...others }).map((command) => command.replace(PLACE, () => asked));
}
