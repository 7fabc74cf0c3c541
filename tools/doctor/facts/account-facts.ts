/** The Azure OpenAI account that is meant, what is deployed in it, and what stands beside it. */
import type { Account, AccountModel, Deployment, Usage } from '@azure/arm-cognitiveservices';
import { type ArmId, isType, parseArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { literal } from '../arm/graph.ts';
import type { Discovered } from '../discovery.ts';
import { type Look, look, lookFor, once, seen, then, unseen } from '../look.ts';
import { modelsFor } from '../models.ts';
import { type DeployedAccount, findDeployed } from './deployed-facts.ts';
import { createRegionFacts, type RegionFacts } from './region-facts.ts';

export interface AccountFacts {
  accountId(): Promise<Look<ArmId>>;
  /** `undefined`: it does not exist. */
  account(): Promise<Look<Account | undefined>>;
  deployments(): Promise<Look<readonly Deployment[]>>;
  /** What the account's region offers to its kind. */
  models(): Promise<Look<readonly AccountModel[]>>;
  usages(): Promise<Look<readonly Usage[]>>;
  /** The other accounts of the subscription, as far as they can be seen. */
  elsewhere(): Promise<Look<readonly DeployedAccount[]>>;
  regions(): Promise<Look<RegionFacts>>;
}

const ACCOUNTS = 'Microsoft.CognitiveServices/accounts';

export function createAccountFacts(arm: Arm, findId: () => Promise<Look<ArmId>>): AccountFacts {
  const accountId = once(findId);
  const account = once(() =>
    then(accountId(), (id) => lookFor(`the account ${id.name}`, (signal) => arm.account(id, signal))),
  );
  const existing = () =>
    then(account(), async (found) => (found ? seen(found) : unseen('the Azure OpenAI account does not exist')));
  const regions = once(() => then(accountId(), async ({ subscription }) => seen(createRegionFacts(arm, subscription))));
  const inRegion = <T>(read: (facts: RegionFacts, region: string) => Promise<Look<T>>) =>
    then(existing(), ({ location = '' }) => then(regions(), (facts) => read(facts, location)));

  return {
    accountId,
    account,
    deployments: once(() =>
      then(existing(), () =>
        then(accountId(), (id) => look(`the deployments of ${id.name}`, (signal) => arm.deployments(id, signal))),
      ),
    ),
    models: once(() =>
      then(existing(), ({ kind }) =>
        then(
          inRegion((facts, region) => facts.models(region)),
          async (listed) => seen(modelsFor(kind, listed)),
        ),
      ),
    ),
    usages: once(() => inRegion((facts, region) => facts.usages(region))),
    elsewhere: once(() =>
      then(accountId(), ({ id, subscription }) =>
        then(findDeployed(arm, subscription, id), async ({ accounts }) => seen(accounts)),
      ),
    ),
    regions,
  };
}

/** Of an app’s target: what the settings say of it. */
export interface WrittenAccount {
  readonly resourceId: string;
  readonly endpoint: string;
  /** How the place of the id is told. */
  readonly place: string;
}

/** The id that is there for the doctor; else the endpoint's subdomain; else the only account of the group. */
export async function findAppAccount(
  arm: Arm,
  { group, subscription }: Pick<Discovered, 'group' | 'subscription'>,
  { resourceId, endpoint, place }: WrittenAccount,
): Promise<Look<ArmId>> {
  const named = parseArmId(resourceId);
  if (named && isType(named, ACCOUNTS)) return seen(named);
  const subdomain = subdomainOf(endpoint);
  const type = `type =~ ${literal(ACCOUNTS.toLowerCase())}`;
  const conditions = [
    ...(subdomain === undefined ? [] : [`${type} and properties.customSubDomainName =~ ${literal(subdomain)}`]),
    ...(group === undefined ? [] : [`${type} and resourceGroup =~ ${literal(group)}`]),
  ];
  for (const condition of conditions) {
    const rows = await look('resources', (signal) => arm.query(`Resources | where ${condition} | project id`, signal));
    if (!rows.seen) return rows;
    const ids = rows.value
      .flatMap((row) => parseArmId(String((Object(row) as { id?: unknown }).id)) ?? [])
      .filter((id) => subscription === undefined || id.subscription === subscription);
    const [id, ...more] = ids;
    if (id && more.length === 0) return seen(id);
  }
  return unseen(`${place} names no account, and none can be seen by the endpoint`);
}

function subdomainOf(endpoint: string): string | undefined {
  return URL.canParse(endpoint) ? /^([a-z0-9-]+)\.[a-z]/i.exec(new URL(endpoint).hostname)?.[1] : undefined;
}
