/** The deployments that profiles of GPT-Live name: the app has none of its own for them. */
import type { Deployment } from '@azure/arm-cognitiveservices';
import type { Profile } from '../../../src/profiles/profile.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { planLive } from '../fixes/plan-deployment.ts';
import { MODEL_OF } from '../models.ts';
import { apiServed } from '../serving.ts';
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

const live: Check<Facts> = {
  id: 'deployment.live',
  about:
    'Whether the deployments that profiles with `"api": "live"` name exist and run a model of GPT-Live that is not retired. Only such a profile uses one: `realtime:deployment` is for the Realtime API.',
  async run(facts) {
    const [profiles, held, models] = await Promise.all([facts.profiles(), deployedHere(facts), facts.models()]);
    if (!profiles.seen) return skipped(profiles.because);
    const here = (profile: Profile) => (profile.api === 'live' ? deploymentsAt(facts.member, profile) : []);
    const wanted = [...new Set(profilesOf(profiles.value).flatMap(here))];
    if (wanted.length === 0) return fine('No profile asks the Live API.');
    if (!held.seen) return skipped(held.because);
    const { account, all } = held.value;
    const listed = models.seen ? models.value : [];
    const served = (deployment: Deployment) => apiServed(deployment, listed, facts.now());
    const apis = new Map(all.map((deployment) => [deployment.name, served(deployment)]));
    const wrong = wanted.filter((name) => apis.get(name) !== 'live');
    if (wrong.length === 0)
      return (await tellEnds(facts, wanted, all)) ?? fine(`${wanted.join(', ')}: of the Live API.`);
    const usersOf = (name: string) => profilesThat(profiles.value, (profile) => here(profile).includes(name));
    const ofRealtime = wrong.filter((name) => apis.get(name) === 'realtime');
    const say = wrong.map((name) =>
      ofRealtime.includes(name)
        ? `${name} serves the Realtime API, and ${usersOf(name).join(', ')} asks the Live API of it.`
        : `${name} of ${usersOf(name).join(', ')} is not there, is no ${MODEL_OF.live}, or runs a retired one.`,
    );
    const planned = await Promise.all(wrong.map(async (old) => ({ old, plan: await planLive(facts, account, old) })));
    const plans = planned.flatMap(({ old, plan }) => (plan ? [{ old, plan }] : []));
    const mend: Mend =
      plans.length > 0
        ? makeAll(plans, all, { member: memberOf(facts), usersOf })
        : {
            say: `The region offers no ${MODEL_OF.live}; ${facts.commandLine.doctor('--before')} lists those that do.`,
          };
    const spare = all.find((deployment) => served(deployment) === 'live')?.name;
    const users = [...new Set(wrong.flatMap(usersOf))].join(', ');
    const back = ofRealtime.map(
      (name) => `If you want the Realtime API, take "api" out of ${usersOf(name).join(', ')}.`,
    );
    return fail(say.join(' '), {
      ...mend,
      ...sayFirst(back, mend.say),
      ...(spare !== undefined && {
        or: { say: `Or set ${memberOf(facts)} to ${spare}, which is there, in ${users}.` },
      }),
    });
  },
};

export const LIVE_DEPLOYMENT_CHECKS: readonly Check<Facts>[] = [live];
