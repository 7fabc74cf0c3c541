/** Quota of a region: units that deployments of all accounts there hold, against the subscription's limit. */
import type { Deployment } from './account.ts';
import type { ListedModel, ListedSku } from './model-catalogue.ts';
import type { Subscription } from './subscription.ts';

export interface Usage {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** The real ones differ by tier and model; this is room enough to deploy and little enough to use up. */
const DEFAULT_LIMIT = 200;

export function usagesOf(subscription: Subscription, location: string): readonly Usage[] {
  const names = new Set(subscription.models.of(location).flatMap(({ skus }) => skus.map(({ usageName }) => usageName)));
  const deployments = subscription
    .accounts()
    .filter((account) => account.location === location)
    .flatMap((account) => [...account.deployments.values()]);
  return [...names].map((name) => ({
    name,
    used: deployments
      .filter((deployment) => findSku(subscription, location, deployment)?.usageName === name)
      .reduce((sum, { sku }) => sum + sku.capacity, 0),
    limit: subscription.quotas.get(name) ?? DEFAULT_LIMIT,
  }));
}

export function findSku(
  subscription: Subscription,
  location: string,
  deployment: Pick<Deployment, 'model' | 'sku'>,
): ListedSku | undefined {
  const model: ListedModel | undefined = subscription.models.find(
    location,
    deployment.model.name,
    deployment.model.version,
  );
  return model?.skus.find(({ name }) => name === deployment.sku.name);
}
