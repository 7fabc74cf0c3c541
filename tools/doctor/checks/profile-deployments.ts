/** The deployments that profiles name: in place of the app's own, and for transcription. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { valueAt } from '../../../src/lib/json.ts';
import type { Profile } from '../../../src/profiles/profile.ts';
import { isLiveName } from '../../azure-facts/voice-models.ts';
import { DEFAULT_TRANSCRIPTION } from '../../models/model-table.ts';
import type { ArmId } from '../arm/arm-id.ts';
import type { DeploymentPlan } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { freeCapacity } from '../fixes/free-capacity.ts';
import { planFor, usualWithin } from '../fixes/plan-deployment.ts';
import { circumstancesOf, realtimeDeployments } from '../fixes/usable-deployments.ts';
import { isDeployable } from '../lifecycle.ts';
import { endOf } from '../model-end.ts';
import { defaultFirst, firstBy, isTranscriptionModel, USUAL_SKU } from '../models.ts';
import { fail, fine, type Mend, skipped } from '../verdict.ts';
import {
  deployedHere,
  deploymentsAt,
  makeAll,
  memberOf,
  profilesOf,
  profilesThat,
  sayFirst,
  tellEnds,
} from './named-by-profiles.ts';

const profileDeployments: Check<Facts> = {
  id: 'deployment.profiles',
  about:
    'Whether the deployments that profiles name instead of the app’s own exist, belong to the realtime family, and run a model that is not retired. `deployment.live` looks at those of profiles with `"api": "live"`.',
  async run(facts) {
    const [profiles, held, own] = await Promise.all([facts.profiles(), deployedHere(facts), facts.deploymentName()]);
    if (!profiles.seen) return skipped(profiles.because);
    if (!held.seen) return skipped(held.because);
    const { account, all } = held.value;
    const here = (profile: Profile) => (profile.api === 'live' ? [] : deploymentsAt(facts.member, profile));
    const wanted = new Set(profilesOf(profiles.value).flatMap(here));
    wanted.delete(own.seen ? own.value : '');
    if (wanted.size === 0) return fine('No profile names a deployment of its own.');
    const usable = new Set((await realtimeDeployments(facts, all)).map(({ name }) => name));
    const wrong = [...wanted].filter((name) => !usable.has(name));
    if (wrong.length === 0) {
      const ending = await tellEnds(facts, [...wanted], all);
      return ending ?? fine(`${[...wanted].join(', ')}: there, and of the realtime family.`);
    }
    const plans = await Promise.all(wrong.map(async (old) => ({ old, plan: await planFor(facts, account, old) })));
    const usersOf = (old: string) => profilesThat(profiles.value, (profile) => here(profile).includes(old));
    const mend = makeAll(
      plans.flatMap(({ old, plan }) => (plan ? [{ old, plan }] : [])),
      all,
      { member: memberOf(facts), usersOf },
    );
    const say = `${wrong.join(', ')} of a profile is not there, is no realtime deployment, or runs a retired model.`;
    const ofLive = all.flatMap(({ name = '', properties }) =>
      wrong.includes(name) && isLiveName(properties?.model?.name ?? '')
        ? `${name} serves the Live API: if you want that, put "api": "live" into ${usersOf(name).join(', ')}, whose callers then ask POST /api/live/sessions. Else:`
        : [],
    );
    return fail(say, { ...mend, ...sayFirst(ofLive, mend.say) }, ['resource.region']);
  },
};

const transcription: Check<Facts> = {
  id: 'deployment.transcription',
  about:
    'Whether the transcription models of the profiles are deployments of the same account, and run a model for transcription. The mint does not look at this. Each turn fails later, in an event that a filtered page never sees.',
  async run(facts) {
    const [profiles, held, models] = await Promise.all([facts.profiles(), deployedHere(facts), facts.models()]);
    if (!profiles.seen) return skipped(profiles.because);
    if (!held.seen) return skipped(held.because);
    const { account, all } = held.value;
    const here = profilesOf(profiles.value).filter((profile) => deploymentsAt(facts.member, profile).length > 0);
    const wanted = [...new Set(here.flatMap((profile) => transcriptionOf(profile.session) ?? []))];
    if (wanted.length === 0) return fine('No profile asks for transcription of what the caller says.');
    const listed = models.seen ? models.value : [];
    const isGood = (name: string): boolean => {
      const found = all.find((deployment) => deployment.name === name);
      const isRetired = found !== undefined && endOf(found, listed, facts.now())?.isRetired === true;
      return isTranscriptionModel(found?.properties?.model?.name ?? '') && !isRetired;
    };
    const wrong = wanted.filter((name) => !isGood(name));
    if (wrong.length === 0) return (await tellEnds(facts, wanted, all)) ?? fine(`${wanted.join(', ')}: deployed here.`);
    const usersOf = (old: string) => profilesThat(profiles.value, ({ session }) => transcriptionOf(session) === old);
    return fail(
      `${account.name} has no transcription deployment named ${wrong.join(', ')}, or it runs a retired model.`,
      await replaceTranscription(facts, wrong, { account, all, usersOf }),
    );
  },
};

export const PROFILE_DEPLOYMENT_CHECKS: readonly Check<Facts>[] = [profileDeployments, transcription];

async function replaceTranscription(
  facts: Facts,
  wrong: readonly string[],
  {
    account,
    all,
    usersOf,
  }: {
    readonly account: ArmId;
    readonly all: readonly Deployment[];
    readonly usersOf: (old: string) => readonly string[];
  },
): Promise<Mend> {
  const [models, circumstances] = await Promise.all([facts.models(), circumstancesOf(facts)]);
  const offered = (models.seen ? models.value : []).filter((model) => isDeployable(model, circumstances));
  const planned = await Promise.all(
    wrong.map(async (old) => ({ old, plan: await planTranscription(facts, { account, name: old }, offered) })),
  );
  const plans = planned.flatMap(({ old, plan }) => (plan ? [{ old, plan }] : []));
  if (plans.length > 0) return makeAll(plans, all, { member: 'audio.input.transcription.model', usersOf });
  return { say: 'The region offers no transcription model: set audio.input.transcription to null.' };
}

async function planTranscription(
  facts: Facts,
  { account, name }: { readonly account: ArmId; readonly name: string },
  offered: readonly AccountModel[],
): Promise<DeploymentPlan | undefined> {
  const model = firstBy(
    offered.filter((each) => isTranscriptionModel(each.name ?? '')),
    (each) => [Number(each.name === name), Number(each.name === DEFAULT_TRANSCRIPTION), ...defaultFirst(each)],
  );
  if (model?.name === undefined || model.version === undefined) return undefined;
  const capacity = usualWithin(await freeCapacity(facts, model));
  return { account, name, model: model.name, version: model.version, sku: USUAL_SKU, capacity };
}

function transcriptionOf(session: unknown): string | undefined {
  const model = valueAt(session, ['audio', 'input', 'transcription', 'model']);
  return typeof model === 'string' ? model : undefined;
}
