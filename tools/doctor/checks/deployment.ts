/** The deployment that realtime:deployment names: there under that name, of the realtime family, settled. */

import type { Account, Deployment } from '@azure/arm-cognitiveservices';
import { PROPAGATION_MS } from '../../azure-facts/propagation.ts';
import { isLiveName } from '../../azure-facts/voice-models.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { changeDeployment, createDeployment, USUAL_CAPACITY } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { changeRequest, orUse } from '../fixes/change-request.ts';
import { grantOn } from '../fixes/grant-data-role.ts';
import { beside, planFor } from '../fixes/plan-deployment.ts';
import { endpointOf } from '../fixes/set-keys.ts';
import { usableDeployment } from '../fixes/usable-deployments.ts';
import { type Look, seen, then } from '../look.ts';
import { findModel, isRealtimeFamily } from '../models.ts';
import { isPaused } from '../serving.ts';
import { isOfOther } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';
import { answerQuestions, describeDeployments, explainNone } from './own-deployments.ts';

export interface NamedDeployment {
  readonly account: ArmId;
  readonly name: string;
  readonly all: readonly Deployment[];
  readonly deployment: Deployment | undefined;
}

const exists: Check<Facts> = {
  id: 'deployment.exists',
  about:
    'Whether the account has a deployment of exactly the name in `realtime:deployment`. The setting takes the name of a deployment, not of a model, and of this account, not of another.',
  async run(facts) {
    const named = await nameDeployment(facts);
    if (!named.seen) return (await explainNone(facts)) ?? skipped(named.because);
    const { account, name, deployment } = named.value;
    const isChosen = facts.own && facts.own.deployment === undefined;
    const others = isChosen ? await describeDeployments(facts) : undefined;
    if (deployment) return fine(`${account.name} has a deployment named ${name}.`, others);
    return explainAbsence(facts, named.value);
  },
};

const model: Check<Facts> = {
  id: 'deployment.model',
  about:
    'Whether the deployment’s base model is of the realtime family, by its capability and its name. A deployment’s name says nothing about its model, and three transcription models have the capability too. This is the most frequent cause of `OpperationNotSupported` when “the deployment exists and the name is correct”. A model of GPT-Live is told apart: it serves the Live API and no mint.',
  async run(facts) {
    const [named, models] = await Promise.all([nameDeployment(facts), facts.models()]);
    if (!named.seen) return skipped(named.because);
    const { deployment } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const base = deployment.properties?.model;
    const listed = models.seen ? findModel(models.value, base) : undefined;
    const { name = '', version = '' } = base ?? {};
    if (isRealtimeFamily(name, listed?.capabilities)) {
      return fine(`Its base model is ${name}, version ${version}: it serves the Realtime API.`);
    }
    const found = fail(
      `The deployment ${deployment.name} has the base model ${name}, which is ${kindOf(name)}.`,
      await (isLiveName(name) ? mendLive : mendModel)(facts, named.value),
      ['resource.region'],
      facts.own &&
        (await answerQuestions(
          facts,
          `The name is right, because the deployment exists. The model behind it, ${name}, is wrong.`,
        )),
    );
    return { ...found, cause: isLiveName(name) ? 'model-of-live' : 'model-of-another-kind' };
  },
};

const state: Check<Facts> = {
  id: 'deployment.state',
  about:
    'Whether the deployment is complete, running, and older than the five minutes that Azure needs until the data plane knows it.',
  async run(facts) {
    const named = await nameDeployment(facts);
    if (!named.seen) return skipped(named.because);
    const { deployment, account, name } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const { provisioningState } = deployment.properties ?? {};
    if (provisioningState !== undefined && provisioningState !== 'Succeeded') {
      const found = `Azure says that ${name} is ${provisioningState}.`;
      if (!/^(?:Failed|Canceled)$/.test(provisioningState)) {
        return warn(found, { say: 'Creating and Accepted end by themselves; wait.' });
      }
      const again = `sku.capacity=${deployment.sku?.capacity ?? USUAL_CAPACITY}`;
      return fail(found, {
        say: 'To make it again with the same values:',
        run: [changeDeployment(account, name, again)],
      });
    }
    if (isPaused(deployment)) {
      const run = [changeDeployment(account, name, 'properties.deploymentState=Running')];
      return fail(`${name} is paused and refuses everybody.`, { run });
    }
    const madeAt = deployment.systemData?.createdAt?.getTime();
    const age = madeAt === undefined ? undefined : facts.now() - madeAt;
    if (age === undefined || age >= PROPAGATION_MS) return fine('It is made, and old enough to be known everywhere.');
    const say = 'Wait until it is five minutes old, and try again.';
    return warn(
      `${name} is ${minutes(age)} old: until five minutes are over a mint may be told that it does not exist.`,
      { say },
    );
  },
};

export const DEPLOYMENT_CHECKS: readonly Check<Facts>[] = [exists, model, state];

export function nameDeployment(facts: Facts): Promise<Look<NamedDeployment>> {
  return then(facts.deploymentName(), (name) =>
    then(facts.accountId(), (account) =>
      then(facts.deployments(), async (all) =>
        seen({ account, name, all, deployment: all.find((deployment) => deployment.name === name) }),
      ),
    ),
  );
}

async function explainAbsence(facts: Facts, { account, name, all }: NamedDeployment): Promise<Verdict> {
  const start = `${account.name} has no deployment named ${name}`;
  const otherCase = all.find((deployment) => deployment.name?.toLowerCase() === name.toLowerCase());
  if (otherCase?.name) {
    return fail(`${start}; one is written ${otherCase.name}.`, changeRequest(facts, { deployment: otherCase.name }));
  }
  const ofModel = await usableDeployment(facts, name);
  if (ofModel !== undefined) {
    return fail(
      `${start}. That is the name of a model; its deployment is named ${ofModel}.`,
      changeRequest(facts, { deployment: ofModel }),
    );
  }
  const others = await facts.elsewhere();
  const other = others.seen
    ? others.value.find(
        ({ id, account: held, deployments }) =>
          deployments.some((each) => each.name === name) && !isOfOther(facts.member, id.id, endpointOf(held)),
      )
    : undefined;
  if (other) {
    return fail(`${start}; the account ${other.id.name} in ${other.id.group} has one.`, await useOther(facts, other));
  }
  const instead = await usableDeployment(facts);
  return fail(`${start}.`, await makeIt(facts, { account, name, instead }), ['resource.region', 'quota.left']);
}

async function useOther(
  facts: Facts,
  { id, account }: { readonly id: ArmId; readonly account: Account },
): Promise<Mend> {
  const endpoint = endpointOf(account);
  if (endpoint === undefined) return { say: `Create one here, or give ${id.name} a custom subdomain and use it.` };
  return changeRequest(
    facts,
    { endpoint, resourceId: id.id },
    {
      say: 'To use that account; the role may take five minutes to count:',
      run: await grantOn(facts, id),
    },
  );
}

async function makeIt(
  facts: Facts,
  { account, name, instead }: { readonly account: ArmId; readonly name: string; readonly instead: string | undefined },
): Promise<Mend> {
  const plan = await planFor(facts, account, name);
  return { run: plan ? createDeployment(plan) : [], ...orUse(facts, instead) };
}

/** Beside the one that is there, which may serve others; Azure may also refuse to change a deployment's model. */
async function mendModel(facts: Facts, { account, name, all }: NamedDeployment): Promise<Mend> {
  const plan = await planFor(facts, account, name);
  if (!plan)
    return {
      say: `Deploy a model of the realtime family; ${facts.commandLine.doctor('--before')} says where there is one.`,
    };
  const next = beside(plan, all);
  const made = { say: `Beside ${name}, which others may use:`, run: createDeployment(next) };
  return {
    ...changeRequest(facts, { deployment: next.name }, made),
    ...orUse(facts, await usableDeployment(facts)),
  };
}

/** Nothing is wrong with it but its place. */
async function mendLive(facts: Facts, named: NamedDeployment): Promise<Mend> {
  const { say, ...mend } = await mendModel(facts, named);
  const place = facts.own
    ? `${named.name} takes POST /openai/v1/live/sessions, which is asked without a client secret.`
    : `${named.name} serves POST /api/live/sessions, through a profile with "api": "live" that names it as its deployment. The mint needs another:`;
  return { ...mend, say: [place, say].filter((part) => part !== undefined).join(' ') };
}

function kindOf(model: string): string {
  if (isLiveName(model)) return 'of the Live API and not of the Realtime API';
  if (/translate/.test(model)) return 'a translation model, which has a route of its own';
  if (/whisper|transcribe/.test(model)) return 'a transcription model and no realtime model';
  return 'no realtime model';
}

export function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000);
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}
