/** Which model takes the place of another: the doctor's own choice, of what all accounts of a place can deploy. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { isDeployable } from '../doctor/lifecycle.ts';
import { defaultFirst, findModel, firstBy, isRealtimeFamily, skuOf, successorOf, USUAL_SKU } from '../doctor/models.ts';
import type { Held } from './held.ts';
import { refused, type Step } from './stop.ts';

/** @param wanted name of a model, where the person names one. */
export async function chooseModel(sites: readonly [Held, ...Held[]], wanted: string | undefined): Step<AccountModel> {
  const [first] = sites;
  const isNew = (model: AccountModel) => sites.some(({ deployment }) => !runs(deployment, model));
  const offered = first.models.filter((model) => isNew(model) && sites.every((site) => isOffered(model, site)));
  const chosen = wanted === undefined ? succeed(first, offered) : choose(offered, wanted);
  if (chosen) return { ok: true, value: chosen };
  const where = sites.map(({ account }) => account.name).join(', ');
  const what = `${wanted ?? 'another realtime model that lasts longer'} as ${skuNameOf(first)}`;
  const others = [...new Set(offered.filter(isRealtime).map(({ name }) => name))].join(', ') || 'none';
  return refused(
    `The region of ${where} offers this subscription no ${what}. Realtime models that it may deploy: ${others}.`,
    {
      say: `${first.facts.commandLine.doctor('--before')} looks at the other regions.`,
    },
  );
}

function isOffered(model: AccountModel, site: Held): boolean {
  const here = findModel(site.models, model);
  return here !== undefined && isDeployable(here, site.circumstances) && skuOf(here, skuNameOf(site)) !== undefined;
}

function choose(offered: readonly AccountModel[], wanted: string): AccountModel | undefined {
  return firstBy(
    offered.filter((model) => model.name === wanted && isRealtime(model)),
    defaultFirst,
  );
}

function succeed(
  { deployment, models, circumstances }: Held,
  offered: readonly AccountModel[],
): AccountModel | undefined {
  const { name = '', version = '' } = deployment.properties?.model ?? {};
  const { nowEpochMs } = circumstances;
  const ended = { name, version, deprecation: { inference: new Date(nowEpochMs).toISOString() } };
  const listed = findModel(models, { name, version });
  return successorOf(listed ?? ended, offered, nowEpochMs);
}

function isRealtime({ name = '', capabilities }: AccountModel): boolean {
  return isRealtimeFamily(name, capabilities);
}

export function runs({ properties }: Deployment, { name, version }: Pick<AccountModel, 'name' | 'version'>): boolean {
  return properties?.model?.name === name && properties?.model?.version === version;
}

export function skuNameOf({ deployment }: Pick<Held, 'deployment'>): string {
  return deployment.sku?.name ?? USUAL_SKU;
}
