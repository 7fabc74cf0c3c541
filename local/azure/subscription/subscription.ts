/**
 * The one model of what is deployed in the emulated subscription. Resource Manager shows and changes it, the mint
 * answers by it: after a write both agree. A test breaks something by changing it too.
 */
import { ACCOUNT_NAME, accountIn, RESOURCE_GROUP, toResourceId } from '../foundation/directory.ts';
import { type Account, type AccountProperties, BICEP_ACCOUNT, type Deployment } from './account.ts';
import { createDefaultAssignments } from './default-assignments.ts';
import { createDefaultDeployments } from './default-deployments.ts';
import { createModelCatalogue, type ModelCatalogue } from './model-catalogue.ts';
import { createRoleAssignments, type RoleAssignments } from './role-assignments.ts';
import { createSite, type Site } from './site.ts';

export interface Subscription {
  accounts(): readonly Account[];
  findAccount(name: string): Account | undefined;
  /** Which account a request to the data plane is for, by its Host header; while there is one, both host names are this account's. */
  accountAt(host: string | undefined): Account | undefined;
  /** Makes it, or changes what is given of it. */
  putAccount(name: string, change?: Partial<AccountProperties & { readonly resourceGroup: string }>): Account;
  /** Makes it, created now; one of that name is written over and keeps its age. */
  putDeployment(
    account: string,
    deployment: Omit<Deployment, 'createdAtEpochMs'>,
    createdAtEpochMs?: number,
  ): Deployment;
  deleteDeployment(account: string, name: string): boolean;
  readonly roles: RoleAssignments;
  readonly models: ModelCatalogue;
  /** Units of capacity that a region gives, by usage name. */
  readonly quotas: Map<string, number>;
  /** Resource providers that are registered, in lower case. */
  readonly providers: Set<string>;
  readonly site: Site;
  /** Everything becomes older by so much: roles and deployments settle. */
  age(milliseconds: number): void;
  reset(): void;
}

/** Those of infra/main.bicep. */
const REGISTERED = [
  'app',
  'appconfiguration',
  'cognitiveservices',
  'insights',
  'managedidentity',
  'operationalinsights',
  'storage',
  'web',
].map((name) => `microsoft.${name}`);

export interface SubscriptionOptions {
  readonly nowEpochMs: number;
  /** Origins of the data plane: the first account's, and the one that all others share. */
  readonly origins: readonly [first: string, others: string];
  /** Accounts of further regions, each at an origin of its own. */
  readonly elsewhere?: readonly { readonly region: string; readonly origin: string }[];
  /** `host:port` of the function app. */
  readonly siteHost: string;
}

export function createSubscription({
  nowEpochMs,
  origins,
  elsewhere: regions = [],
  siteHost,
}: SubscriptionOptions): Subscription {
  const elsewhere = regions.map((one) => ({ ...one, name: accountIn(one.region) }));
  const accounts = new Map<string, Account>();
  const fresh = () => ({
    roles: createRoleAssignments(
      createDefaultAssignments(
        nowEpochMs,
        elsewhere.map(({ name }) => name),
      ),
    ),
    models: createModelCatalogue(nowEpochMs),
    quotas: new Map<string, number>(),
    providers: new Set(REGISTERED),
    site: createSite(siteHost),
  });
  let parts = fresh();

  function change(name: string, next: Partial<Account>): Account {
    const key = name.toLowerCase();
    const held = accounts.get(key) ?? {
      ...BICEP_ACCOUNT,
      customSubDomainName: undefined,
      name,
      resourceGroup: RESOURCE_GROUP,
      deployments: new Map<string, Deployment>(),
    };
    const resourceGroup = next.resourceGroup ?? held.resourceGroup;
    const id = toResourceId('Microsoft.CognitiveServices/accounts', name, resourceGroup);
    const account: Account = { ...held, ...next, id, endpoint: '' };
    accounts.set(key, account);
    return account;
  }
  const originElsewhere = (name: string) => elsewhere.find((one) => one.name === name)?.origin;
  // This machine has two names, so the first account has one of them and those that are made later share the other.
  const withEndpoint = (account: Account): Account => ({
    ...account,
    endpoint: originElsewhere(account.name) ?? origins[account.name === ACCOUNT_NAME ? 0 : 1],
  });
  const find = (name: string): Account | undefined => {
    const found = accounts.get(name.toLowerCase());
    return found && withEndpoint(found);
  };

  const subscription: Subscription = {
    accounts: () => [...accounts.values()].map(withEndpoint),
    findAccount: find,
    accountAt(host) {
      const [, otherOrigin] = origins;
      const regional = elsewhere.find(({ origin }) => host !== undefined && origin.endsWith(`//${host}`));
      if (regional) return find(regional.name);
      const others = [...accounts.values()].filter(
        ({ name }) => name !== ACCOUNT_NAME && originElsewhere(name) === undefined,
      );
      const isOther = host !== undefined && otherOrigin.endsWith(`//${host}`);
      const second = isOther ? others.at(-1) : undefined;
      return second ? withEndpoint(second) : find(ACCOUNT_NAME);
    },
    putAccount: (name, next = {}) => withEndpoint(change(name, next)),
    putDeployment(name, deployment, createdAtEpochMs = Date.now()) {
      const held = find(name)?.deployments ?? new Map<string, Deployment>();
      const made = { createdAtEpochMs: held.get(deployment.name)?.createdAtEpochMs ?? createdAtEpochMs, ...deployment };
      change(name, { deployments: new Map(held).set(deployment.name, made) });
      return made;
    },
    deleteDeployment(name, deployment) {
      const deployments = new Map(find(name)?.deployments);
      const deleted = deployments.delete(deployment);
      if (deleted) change(name, { deployments });
      return deleted;
    },
    get roles() {
      return parts.roles;
    },
    get models() {
      return parts.models;
    },
    get quotas() {
      return parts.quotas;
    },
    get providers() {
      return parts.providers;
    },
    get site() {
      return parts.site;
    },
    age(milliseconds) {
      parts.roles.age(milliseconds);
      for (const { name, deployments } of accounts.values()) {
        const older = [...deployments].map(
          ([key, each]) => [key, { ...each, createdAtEpochMs: each.createdAtEpochMs - milliseconds }] as const,
        );
        change(name, { deployments: new Map(older) });
      }
    },
    reset() {
      // Where the functions answer was told after the start, and they still do.
      const { host } = parts.site;
      parts = fresh();
      parts.site.host = host;
      accounts.clear();
      const deployments = createDefaultDeployments(nowEpochMs);
      change(ACCOUNT_NAME, { ...BICEP_ACCOUNT, deployments });
      for (const { name, region } of elsewhere) {
        change(name, { ...BICEP_ACCOUNT, location: region, customSubDomainName: name, deployments });
      }
    },
  };
  subscription.reset();
  return subscription;
}
