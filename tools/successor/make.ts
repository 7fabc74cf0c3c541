/** The deployment of one account: made as the old one is, and waited for. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import { assignRole } from '../doctor/az-commands.ts';
import type { Mend } from '../doctor/verdict.ts';
import { skuNameOf } from './choose.ts';
import type { WriteRefusal } from './deployment-writer.ts';
import { USUAL_FILTER } from './name-for.ts';
import type { Move, Site } from './plan.ts';
import { refused, type Step } from './stop.ts';
import { isGivenUp, waitUntilMade } from './wait-until-made.ts';
import type { Work } from './work.ts';

/** It is not there, or Azure has given it up. */
export function isToBeMade({ existing }: Site): boolean {
  return existing === undefined || isGivenUp(existing);
}

/** What its account gets, in words. */
export function describeMaking({ to, model }: Move, site: Site): string {
  const { held, capacity, existing } = site;
  const { account, deployment } = held;
  if (existing && !isToBeMade(site)) {
    return `${account.name} has the deployment ${to} already, with ${existing.sku?.capacity} units: it is taken as it is.`;
  }
  const { raiPolicyName = USUAL_FILTER, versionUpgradeOption } = deployment.properties ?? {};
  const terms = [`${capacity} units of ${skuNameOf(held)}`, `content filter ${raiPolicyName}`, versionUpgradeOption];
  const like = terms.filter((term) => term !== undefined).join(', ');
  return `Make the deployment ${to} in ${account.name}, beside ${deployment.name} and like it: ${model.name} ${model.version}, ${like}.`;
}

export async function makeDeployment(move: Move, site: Site, work: Work): Step<void> {
  const { account } = site.held;
  if (isToBeMade(site)) {
    const ordered = await work.writeDeployment(account, move.to, toBody(move, site));
    if (!ordered.ok) return explain(ordered.error, move, site);
  }
  return waitUntilMade(site.held, move.to, work);
}

/** SKU, content filter and upgrade option are the old one’s. */
function toBody({ model }: Move, { held, capacity }: Site): Deployment {
  const { raiPolicyName = USUAL_FILTER, versionUpgradeOption } = held.deployment.properties ?? {};
  const { name = '', version = '' } = model;
  return {
    ...(held.deployment.tags && { tags: held.deployment.tags }),
    sku: { name: skuNameOf(held), capacity },
    properties: {
      model: { format: 'OpenAI', name, version },
      raiPolicyName,
      ...(versionUpgradeOption !== undefined && { versionUpgradeOption }),
    },
  };
}

function explain({ code, status }: WriteRefusal, move: Move, { held }: Site) {
  const { account, facts } = held;
  const say = `Azure did not take the order for ${move.to} in ${account.name} (${code}). Nothing was made and nothing was moved.`;
  return refused(say, mendOf(code, status, move, { id: account.id, person: facts.person }));
}

function mendOf(
  code: string,
  status: number | undefined,
  { model }: Move,
  { id, person }: { readonly id: string; readonly person: Site['held']['facts']['person'] },
): Mend {
  if (code === 'ServiceModelDeprecating' || code === 'ServiceModelDeprecated') {
    return { say: `Azure is withdrawing ${model.name} ${model.version} too: name another model with --to.` };
  }
  if (code === 'InsufficientQuota') return { say: 'The quota was used meanwhile: --capacity takes fewer units.' };
  if (status === 409) return { say: 'Azure is busy with another change of the account: run this again in a minute.' };
  if (status === 403) {
    const role = 'Cognitive Services Contributor';
    const run = [assignRole({ principalId: person.objectId, principalType: person.type, role, scope: id })];
    return { say: 'You may not make deployments. Ask somebody who may assign roles to run:', run };
  }
  return {
    say: 'The deployment is made by hand as docs/operations.md says, When the model retires; then run this again.',
  };
}
