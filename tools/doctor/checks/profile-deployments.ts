/** The deployments that profiles name: in place of the app's own, and for transcription. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import { valueAt } from '../../../src/lib/json.ts';
import type { Profile, Profiles } from '../../../src/profiles/profile.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import { DEFAULT_TRANSCRIPTION } from '../../models/model-table.ts';
import type { ArmId } from '../arm/arm-id.ts';
import type { Check } from '../check.ts';
import { createDeployment, type DeploymentPlan } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import { isDeployable } from '../lifecycle.ts';
import { type Look, seen, then } from '../look.ts';
import { defaultFirst, firstBy, isTranscriptionModel, USUAL_SKU } from '../models.ts';
import type { Member } from '../targets/member.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';
import { endOf } from './model-end.ts';
import { planFor, usualWithin } from './plan.ts';
import { freeCapacity } from './quota.ts';
import { beside, circumstancesOf, realtimeDeployments } from './ways.ts';

const profileDeployments: Check<Facts> = {
  id: 'deployment.profiles',
  about:
    'Whether the deployments that profiles name instead of the app’s own exist, belong to the realtime family, and run a model that is not retired.',
  async run(facts) {
    const [profiles, held, own] = await Promise.all([facts.profiles(), deployedHere(facts), facts.deploymentName()]);
    if (!profiles.seen) return skipped(profiles.because);
    if (!held.seen) return skipped(held.because);
    const { account, all } = held.value;
    const here = (profile: Profile) => deploymentsAt(facts.member, profile);
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
    const mend = makeAll(
      plans.flatMap(({ old, plan }) => (plan ? [{ old, plan }] : [])),
      all,
      {
        member: facts.member ? `deployment.${facts.member.name}` : 'deployment',
        usersOf: (old) => profilesThat(profiles.value, (profile) => here(profile).includes(old)),
      },
    );
    const say = `${wrong.join(', ')} of a profile is not there, is no realtime deployment, or runs a retired model.`;
    return fail(say, mend, ['resource.region']);
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

interface Wanted {
  /** As the profiles have it. */
  readonly old: string;
  readonly plan: DeploymentPlan;
}

/** Where a name is taken the profiles have to say another; their JSON may hold instructions and is not printed. */
function makeAll(
  wanted: readonly Wanted[],
  all: readonly Deployment[],
  { member, usersOf }: { readonly member: string; readonly usersOf: (old: string) => readonly string[] },
): Mend {
  const made = wanted.map(({ old, plan }) => ({ old, plan: beside(plan, all) }));
  const renamed = made.filter(({ old, plan }) => old !== plan.name);
  const say = renamed.map(
    ({ old, plan }) =>
      `${old} has another model, which others may use: set ${member} to ${plan.name} in ${usersOf(old).join(', ')}, once this has made it.`,
  );
  const run = [...new Set(made.flatMap(({ plan }) => createDeployment(plan)))];
  return { ...(say.length > 0 && { say: say.join(' ') }), run };
}

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

function deployedHere(facts: Facts): Promise<Look<{ readonly account: ArmId; readonly all: readonly Deployment[] }>> {
  return then(facts.accountId(), (account) => then(facts.deployments(), async (all) => seen({ account, all })));
}

/** What serves today but not for long: somebody has to try its successor. */
async function tellEnds(
  facts: Facts,
  names: readonly string[],
  all: readonly Deployment[],
): Promise<Verdict | undefined> {
  const models = await facts.models();
  const ends = all
    .filter(({ name }) => names.includes(name ?? ''))
    .flatMap((deployment) => {
      const end = endOf(deployment, models.seen ? models.value : [], facts.now());
      return end ? [`${deployment.name} ${end.say}`] : [];
    });
  if (ends.length === 0) return undefined;
  const before = facts.commandLine.doctor('--before');
  const say = `Deploy another version or model beside it and name that in the profile; ${before} says which are offered and until when.`;
  return { ...warn(`${ends.join('; ')}.`, { say }), explainsNothing: true };
}

/** Where the profile is served, of the account that is looked at. */
function deploymentsAt(member: Member | undefined, { servedAt }: Profile): readonly string[] {
  return servedAt.flatMap(({ target, deployment }) => (member && target !== member.name ? [] : [deployment]));
}

function profilesOf(profiles: Profiles) {
  return [...profiles.values()].flatMap((profile) => (profile.ok ? [profile.value] : []));
}

/** Their keys. */
function profilesThat(profiles: Profiles, isUser: (profile: Profile) => boolean): readonly string[] {
  return [...profiles].flatMap(([name, profile]) =>
    profile.ok && isUser(profile.value) ? [`${KEY_PREFIX}profiles:${name}`] : [],
  );
}

function transcriptionOf(session: unknown): string | undefined {
  const model = valueAt(session, ['audio', 'input', 'transcription', 'model']);
  return typeof model === 'string' ? model : undefined;
}
