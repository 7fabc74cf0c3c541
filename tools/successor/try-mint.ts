/** A mint straight at Azure, with the person’s own rights and the session of each profile. The secrets are dropped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../src/lib/result.ts';
import type { Profile } from '../../src/profiles/profile.ts';
import { ONLY_TARGET } from '../../src/realtime/target.ts';
import { explainRefusal } from '../doctor/checks/mint.ts';
import type { Facts } from '../doctor/facts/facts.ts';
import { type MintTrial, tryMint } from '../doctor/facts/mint-facts.ts';
import { type Look, seen, then } from '../doctor/look.ts';
import { refused, type Step, unlooked } from './stop.ts';
import type { Work } from './work.ts';

interface Trial {
  readonly facts: Facts;
  /** What is tried. */
  readonly name: string;
  /** The deployment whose profiles come over. */
  readonly from: string;
  /** Since when it is there; `undefined`: long ago. */
  readonly madeAtEpochMs: number | undefined;
}

/** What a deployment that the data plane does not know yet is told to be. */
const UNSETTLED = ['deployment-not-found', 'deployment-not-realtime'];

/** A session that the new model refuses would refuse that profile's callers. */
export async function tryDeployment(trial: Trial, work: Work): Step<void> {
  const { facts, name } = trial;
  const plain = await mintUntilSettled(trial, work);
  const refusal = await judge(trial, plain, `${name} gives no secret`);
  if (!refusal.ok) return refusal;
  work.say(`   ${name}: a secret was minted and dropped.`);
  const found = await profilesOf(trial);
  if (!found.seen) return unlooked(`${found.because}, so no session of a profile could be tried`);
  const profiles = found.value;
  for (const profile of profiles) {
    const answer = await mintOnce({ facts, name }, work, profile.session);
    const judged = await judge(trial, answer, `${name} refuses the session of the profile ${profile.name}`);
    if (!judged.ok) return judged;
  }
  const names = profiles.map((profile) => profile.name).join(', ');
  if (names !== '') work.say(`   ${name}: so was one with the session of each profile: ${names}.`);
  return ok(undefined);
}

async function mintUntilSettled(trial: Trial, work: Work): Promise<Look<MintTrial>> {
  const { retryMs, settlingMs } = work.patience;
  const settledAt = (trial.madeAtEpochMs ?? 0) + settlingMs;
  let isTold = false;
  for (;;) {
    const found = await mintOnce(trial, work);
    const entry = found.seen && !found.value.minted.ok ? found.value.minted.error.entry.id : undefined;
    const isUnsettled = entry !== undefined && UNSETTLED.includes(entry);
    if (!isUnsettled || trial.facts.now() + retryMs > settledAt) return found;
    if (!isTold) work.say('   Azure does not know it everywhere yet, which takes about five minutes. Waiting.');
    isTold = true;
    await sleep(retryMs);
  }
}

function mintOnce({ facts, name }: Pick<Trial, 'facts' | 'name'>, { credential }: Work, session?: Profile['session']) {
  return tryMint({ ...facts, deploymentName: async () => seen(name) }, credential, facts.fetch, session);
}

/** Those that the old deployment serves; nothing is minted for the others. */
function profilesOf({ facts, from }: Trial): Promise<Look<readonly Pick<Profile, 'name' | 'session'>[]>> {
  const target = facts.member?.name ?? ONLY_TARGET;
  return then(facts.profiles(), async (profiles) => {
    const usable = [...profiles.values()].flatMap((profile) =>
      profile.ok && profile.value.api === 'realtime' ? [profile.value] : [],
    );
    return seen(usable.filter(({ servedAt }) => servedAt.some((at) => at.target === target && at.deployment === from)));
  });
}

async function judge({ facts, name }: Trial, found: Look<MintTrial>, what: string): Step<void> {
  if (!found.seen) return unlooked(found.because);
  const { minted } = found.value;
  if (minted.ok) return ok(undefined);
  if (minted.error.entry.id === 'model-retired') {
    return refused(`${name} gives no secret: Azure has retired its model and answers 410. The setting was not moved.`, {
      say: 'Move on to a model that lasts: without --back, and with --to where you want another one.',
    });
  }
  const verdict = await explainRefusal({ ...facts, deploymentName: async () => seen(name) }, minted.error, []);
  if (verdict.state === 'skipped') {
    const stopped = unlooked(`${verdict.because}, so ${name} could not be tried`);
    return verdict.mend ? { ok: false, error: { ...stopped.error, mend: verdict.mend } } : stopped;
  }
  return refused(
    `${what}: ${verdict.say} The setting was not moved.`,
    verdict.state === 'ok' ? undefined : verdict.mend,
  );
}
