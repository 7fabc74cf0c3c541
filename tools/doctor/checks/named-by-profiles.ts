/** What profiles name of an account, which of them name it, and what is to be made in its place. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import type { Profile, Profiles } from '../../../src/profiles/profile.ts';
import { KEY_PREFIX } from '../../../src/settings/keys.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { createDeployment, type DeploymentPlan } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { beside } from '../fixes/plan-deployment.ts';
import { type Look, seen, then } from '../look.ts';
import { endOf } from '../model-end.ts';
import type { Member } from '../targets/member.ts';
import { type Mend, type Verdict, warn } from '../verdict.ts';

export interface Wanted {
  /** As the profiles have it. */
  readonly old: string;
  readonly plan: DeploymentPlan;
}

/** Where a name is taken the profiles have to say another; their JSON may hold instructions and is not printed. */
export function makeAll(
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

/** The member of a profile that names a deployment at the account that is looked at. */
export function memberOf({ member }: Pick<Facts, 'member'>): string {
  return member ? `deployment.${member.name}` : 'deployment';
}

/** Sentences before the one that a mend has. */
export function sayFirst(sentences: readonly string[], say: string | undefined): Pick<Mend, 'say'> {
  const all = [...sentences, ...(say === undefined ? [] : [say])];
  return all.length === 0 ? {} : { say: all.join(' ') };
}

export function deployedHere(
  facts: Facts,
): Promise<Look<{ readonly account: ArmId; readonly all: readonly Deployment[] }>> {
  return then(facts.accountId(), (account) => then(facts.deployments(), async (all) => seen({ account, all })));
}

/** What serves today but not for long: somebody has to try its successor. */
export async function tellEnds(
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
export function deploymentsAt(member: Member | undefined, { servedAt }: Profile): readonly string[] {
  return servedAt.flatMap(({ target, deployment }) => (member && target !== member.name ? [] : [deployment]));
}

export function profilesOf(profiles: Profiles) {
  return [...profiles.values()].flatMap((profile) => (profile.ok ? [profile.value] : []));
}

/** Their keys. */
export function profilesThat(profiles: Profiles, isUser: (profile: Profile) => boolean): readonly string[] {
  return [...profiles].flatMap(([name, profile]) =>
    profile.ok && isUser(profile.value) ? [`${KEY_PREFIX}profiles:${name}`] : [],
  );
}
