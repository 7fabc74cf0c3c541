/** What the deployment gives and until when: capacity, version, and the deployments that profiles name. */
import type { AccountModel, Deployment } from '@azure/arm-cognitiveservices';
import type { Settings } from '../../../src/settings/keys.ts';
import type { ArmId } from '../arm/arm-id.ts';
import type { Check } from '../check.ts';
import { createDeployment, USUAL_CAPACITY } from '../commands.ts';
import type { Facts } from '../facts/facts.ts';
import {
  daysUntil,
  findModel,
  isTranscriptionModel,
  requestsPerMinute,
  retirementOf,
  successorOf,
  toDay,
  USUAL_SKU,
} from '../models.ts';
import { fail, fine, type Mend, skipped, warn } from '../verdict.ts';
import { nameDeployment, planFor } from './deployment.ts';
import { isFew } from './few-requests.ts';
import { realtimeDeployments } from './ways.ts';

/** Time to try a successor's voice and latency before one has to use it. */
const WARN_DAYS = 60;
/** The transcription model that the documentation's examples use. */
const USUAL_TRANSCRIPTION = 'gpt-4o-mini-transcribe';

const version: Check<Facts> = {
  id: 'deployment.version',
  about: `When the deployed version retires, by what Resource Manager says today, and what follows it. Told from ${WARN_DAYS} days before. \`OnceNewDefaultVersionAvailable\` follows new versions of the same model only: it ends with the model’s last one.`,
  async run(facts) {
    const [named, models] = await Promise.all([nameDeployment(facts), facts.models()]);
    if (!named.seen) return skipped(named.because);
    if (!models.seen) return skipped(models.because);
    const { account, deployment } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const listed = findModel(models.value, deployment.properties?.model);
    if (!listed) return skipped('the region’s list does not have the deployed version');
    const end = retirementOf(listed, deployment.sku?.name);
    const title = `${listed.name} ${listed.version} (${listed.lifecycleStatus})`;
    if (!end) return fine(`${title} has no date of retirement.`);
    const days = daysUntil(end, facts.now());
    if (days > WARN_DAYS) return fine(`${title} retires on ${toDay(end)}, in ${days} days.`);
    const next = successorOf(listed, models.value, facts.now());
    const mend = next
      ? follow(account, deployment, next, facts.now())
      : {
          say: 'No other version or model of the family lasts longer in this region: npm run doctor -- --before looks at the others.',
        };
    if (days > 0) return warn(`${title} retires on ${toDay(end)}, in ${days} days.`, mend);
    return fail(`${title} retired on ${toDay(end)}.`, mend);
  },
};

const capacity: Check<Facts> = {
  id: 'deployment.capacity',
  about:
    'How many requests a minute the deployment’s SKU and capacity give: the model’s limit for one unit, times the units. It is little when one caller’s own quota is more, or below ten; whether a mint counts as a request is not verified.',
  async run(facts) {
    const [settings, named, models] = await Promise.all([facts.settings(), nameDeployment(facts), facts.models()]);
    if (!settings.seen) return skipped(settings.because);
    if (!named.seen) return skipped(named.because);
    if (!models.seen) return skipped(models.because);
    const { account, deployment } = named.value;
    if (!deployment) return skipped('there is no such deployment');
    const listed = findModel(models.value, deployment.properties?.model);
    const requests = requestsPerMinute(deployment, listed);
    const units = deployment.sku?.capacity ?? 0;
    const title = `${deployment.sku?.name}, capacity ${units}`;
    if (requests === undefined) return fine(`${title}; the list says no limit of requests.`);
    const gives = `${title}: ${requests} requests a minute`;
    if (!isFew(requests, settings.value)) return fine(`${gives}.`);
    const plan = { ...planOf(account, deployment), capacity: Math.max(USUAL_CAPACITY, units * 2) };
    return warn(`${gives}, which is little.`, { run: [createDeployment(plan)] }, ['quota.left']);
  },
};

const profileDeployments: Check<Facts> = {
  id: 'deployment.profiles',
  about: 'Whether the deployments that profiles name in place of the app’s own exist and are of the realtime family.',
  async run(facts) {
    const [settings, named] = await Promise.all([facts.settings(), nameDeployment(facts)]);
    if (!settings.seen) return skipped(settings.because);
    if (!named.seen) return skipped(named.because);
    const { account, name: own, all } = named.value;
    const wanted = new Set(profilesOf(settings.value).map(({ deployment }) => deployment));
    wanted.delete(own);
    if (wanted.size === 0) return fine('No profile names a deployment of its own.');
    const usable = new Set((await realtimeDeployments(facts, all)).map(({ name }) => name));
    const wrong = [...wanted].filter((name) => !usable.has(name));
    if (wrong.length === 0) return fine(`${[...wanted].join(', ')}: there, and of the realtime family.`);
    const plans = await Promise.all(wrong.map((name) => planFor(facts, account, name)));
    return fail(
      `${wrong.join(', ')} of a profile is not there, or is no realtime deployment.`,
      {
        run: plans.flatMap((plan) => (plan ? [createDeployment(plan)] : [])),
      },
      ['resource.region'],
    );
  },
};

const transcription: Check<Facts> = {
  id: 'deployment.transcription',
  about:
    'Whether the transcription models of the profiles are deployments of the same account, of a model made for it. The mint does not look at this: each turn fails later, in an event that a filtered page never sees.',
  async run(facts) {
    const [settings, named] = await Promise.all([facts.settings(), nameDeployment(facts)]);
    if (!settings.seen) return skipped(settings.because);
    if (!named.seen) return skipped(named.because);
    const { account, all } = named.value;
    const wanted = [
      ...new Set(profilesOf(settings.value).flatMap((profile) => transcriptionOf(profile.session) ?? [])),
    ];
    if (wanted.length === 0) return fine('No profile asks for transcription of what the caller says.');
    const isGood = (name: string): boolean => {
      const model = all.find((deployment) => deployment.name === name)?.properties?.model?.name;
      return model !== undefined && isTranscriptionModel(model);
    };
    const wrong = wanted.filter((name) => !isGood(name));
    if (wrong.length === 0) return fine(`${wanted.join(', ')}: deployed here.`);
    const models = await facts.models();
    const offered = models.seen ? models.value : [];
    const run = wrong.flatMap((name) => makeTranscription(account, name, offered));
    return fail(`${account.name} has no transcription deployment named ${wrong.join(', ')}.`, {
      ...(run.length === 0 && {
        say: 'The region offers no transcription model: set audio.input.transcription to null.',
      }),
      run,
    });
  },
};

export const DEPLOYMENT_TERM_CHECKS: readonly Check<Facts>[] = [version, capacity, profileDeployments, transcription];

function planOf(account: ArmId, { name = '', sku, properties }: Deployment) {
  const { name: model = '', version: held } = properties?.model ?? {};
  return {
    account,
    name,
    model,
    version: held,
    sku: sku?.name ?? USUAL_SKU,
    capacity: sku?.capacity ?? USUAL_CAPACITY,
  };
}

function follow(account: ArmId, deployment: Deployment, next: AccountModel, now: number): Mend {
  const end = retirementOf(next);
  const until = end ? `, until ${toDay(end)} (${daysUntil(end, now)} days)` : '';
  const isOther = next.name !== deployment.properties?.model?.name;
  return {
    say: `The successor is ${next.name} ${next.version}${until}. ${isOther ? 'It is another model: try its voice, latency and capacity first.' : ''}`.trim(),
    run: [createDeployment({ ...planOf(account, deployment), model: next.name ?? '', version: next.version })],
  };
}

function makeTranscription(account: ArmId, name: string, offered: readonly AccountModel[]): readonly string[] {
  const ofName = (wanted: string) => offered.find((each) => each.name === wanted && isTranscriptionModel(wanted));
  const model =
    ofName(name) ?? ofName(USUAL_TRANSCRIPTION) ?? offered.find((each) => isTranscriptionModel(each.name ?? ''));
  if (model?.name === undefined) return [];
  const plan = { account, name, model: model.name, version: model.version, sku: USUAL_SKU, capacity: USUAL_CAPACITY };
  return [createDeployment(plan)];
}

function profilesOf({ profiles }: Settings) {
  return [...profiles.values()].flatMap((profile) => (profile.ok ? [profile.value] : []));
}

function transcriptionOf(session: unknown): string | undefined {
  const path = ['audio', 'input', 'transcription', 'model'];
  const model = path.reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined),
    session,
  );
  return typeof model === 'string' ? model : undefined;
}
