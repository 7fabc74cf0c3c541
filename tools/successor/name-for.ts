/** The name of the new deployment, and whether one that has it is what an earlier run made. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { runs, skuNameOf } from './choose.ts';
import type { Held } from './held.ts';

/** Azure’s own content filter. */
export const USUAL_FILTER = 'Microsoft.DefaultV2';

/** Free in every account, or made by an earlier run that was interrupted, which this run continues. */
export function nameFor(model: AccountModel, sites: readonly Held[]): string {
  const { name = '', version = '' } = model;
  const most = Math.max(...sites.map(({ all }) => all.length));
  const numbered = Array.from({ length: most }, (_, index) => `${name}-${version}-${index + 2}`);
  const candidates = [name, `${name}-${version}`, ...numbered];
  const isGood = (candidate: string) =>
    sites.every((site) => {
      const taken = deploymentNamed(site.all, candidate);
      return taken === undefined || (taken.name !== site.deployment.name && fits(taken, model, site));
    });
  return candidates.find(isGood) ?? `${name}-${version}-next`;
}

/** Azure minds upper and lower case of a name only where it compares it with a request’s. */
export function deploymentNamed(all: readonly Deployment[], wanted: string): Deployment | undefined {
  return all.find(({ name }) => name?.toLowerCase() === wanted.toLowerCase());
}

/** Capacity may differ: it is told, and can be changed without anybody’s notice. */
function fits(deployment: Deployment, model: AccountModel, site: Held): boolean {
  const filterOf = ({ properties }: Deployment) => properties?.raiPolicyName ?? USUAL_FILTER;
  return (
    runs(deployment, model) &&
    deployment.sku?.name === skuNameOf(site) &&
    filterOf(deployment) === filterOf(site.deployment)
  );
}
