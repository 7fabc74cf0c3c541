/** The function app, its identities, and the resources that an identity needs a role on. */
import type { Site } from '@azure/arm-appservice';
import { type ArmId, parseArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { literal } from '../arm/graph.ts';
import { type Discovered, whyNoApp } from '../discovery.ts';
import { type Look, look, once, seen, then, unseen } from '../look.ts';
import type { Identity } from '../roles/identity.ts';

export interface SiteFacts {
  site(): Promise<Look<Site>>;
  identities(): Promise<Look<readonly Identity[]>>;
  storeId(): Promise<Look<ArmId>>;
  storageId(): Promise<Look<ArmId>>;
}

export function createSiteFacts(arm: Arm, target: Discovered): SiteFacts {
  const { site: siteId, store, subscription } = target;
  const site = once(async () =>
    siteId ? look(`the function app ${siteId.name}`, (signal) => arm.site(siteId, signal)) : unseen(whyNoApp(target)),
  );
  const identities = once(() => then(site(), async (found) => seen(toIdentities(found))));

  async function findStore(): Promise<Look<ArmId>> {
    if (store?.id) return seen(store.id);
    if (!store || subscription === undefined)
      return unseen(target.because ?? 'the App Configuration store cannot be seen in the subscription');
    return then(
      look('the App Configuration stores', (signal) => arm.stores(subscription, signal)),
      async (stores) => {
        const found = stores.find(({ endpoint }) => endpoint?.replace(/\/$/, '') === store.endpoint);
        const id = parseArmId(found?.id ?? '');
        return id ? seen(id) : unseen('the App Configuration store cannot be seen in the subscription');
      },
    );
  }

  async function findStorage(found: Site): Promise<Look<ArmId>> {
    const name = storageNameOf(found);
    if (name === undefined) return unseen('the app’s package does not name its storage account');
    const query = `Resources | where type =~ ${literal('microsoft.storage/storageaccounts')} and name =~ ${literal(name)} | project id`;
    return then(
      look('resources', (signal) => arm.query(query, signal)),
      async ([row]) => {
        const id = parseArmId(String((Object(row) as { id?: unknown }).id));
        return id ? seen(id) : unseen(`the storage account ${name} cannot be seen`);
      },
    );
  }

  return {
    site,
    identities,
    storeId: once(findStore),
    storageId: once(() => then(site(), findStorage)),
  };
}

function toIdentities({ identity }: Site): readonly Identity[] {
  const assigned = Object.entries(identity?.userAssignedIdentities ?? {}).flatMap(([resourceId, { principalId }]) =>
    principalId === undefined ? [] : [{ principalId, resourceId, principalType: 'ServicePrincipal' as const }],
  );
  const own = identity?.principalId;
  return own === undefined
    ? assigned
    : [...assigned, { principalId: own, resourceId: undefined, principalType: 'ServicePrincipal' }];
}

/** Flex Consumption names its package's container, which is in the account of the host and the quotas. */
function storageNameOf({ functionAppConfig }: Site): string | undefined {
  const container = functionAppConfig?.deployment?.storage?.value ?? '';
  return /^https:\/\/([a-z0-9]{3,24})\.blob\./.exec(container)?.[1];
}
