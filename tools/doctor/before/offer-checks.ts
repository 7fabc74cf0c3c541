/** `--before`: where the model is offered to this subscription, in which version for how long, and how much of it. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { VoiceApi } from '../../azure-facts/voice-models.ts';
import { exportModel, LIVE_CAPACITY, listUsage, USUAL_CAPACITY } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { RegionOffer } from '../facts/region-facts.ts';
import { isDeployable, isRetired, stateOf } from '../lifecycle.ts';
import { type Look, seen, then } from '../look.ts';
import { chooseVoice, daysUntil, defaultOf, MODEL_OF, retirementOf, skuOf, toDay, USUAL_SKU } from '../models.ts';
import { fail, fine, type Mend, skipped, unneeded, type Verdict, warn } from '../verdict.ts';
import type { BeforeFacts } from './before-facts.ts';

const WARN_DAYS = 60;

const regions: Check<BeforeFacts> = {
  id: 'before.regions',
  about:
    'Which regions offer the model now, in which version, and until when; and whether this subscription may still deploy it. Azure refuses a version that it is withdrawing to subscriptions that never had it. Then the doctor names the model to take instead.',
  async run(facts) {
    const offered = await offersOf(facts);
    if (!offered.seen) return skipped(offered.because);
    const open = offered.value.filter(({ isOpen }) => isOpen);
    if (open.length === 0) return explainRefusal(facts, offered.value);
    const detail = offered.value.map((offer) => describe(offer, facts.now()));
    const lasting = open.filter(({ model }) => daysLeft(model, facts.now()) > WARN_DAYS);
    if (lasting.length > 0) {
      return fine(`${open.length} ${open.length === 1 ? 'region offers' : 'regions offer'} ${facts.model}.`, detail);
    }
    // ARM has an end of the model and one of the SKU, and they may differ.
    const isPast = open.every(({ model }) => daysLeft(model, facts.now()) <= 0);
    return warn(`${facts.model} ${isPast ? 'may be retired' : 'retires soon'}: ${detail.join('; ')}.`, {
      say: 'Plan for its successor: docs/operations.md, When the model retires.',
    });
  },
};

const quota: Check<BeforeFacts> = {
  id: 'before.quota',
  about: 'How many units of capacity the subscription has free for the model in each of these regions.',
  async run(facts) {
    const offered = await offersOf(facts);
    if (!offered.seen) return skipped(offered.because);
    const open = offered.value.filter(({ isOpen }) => isOpen);
    if (open.length === 0) return skipped(`no region that was looked at lets you deploy ${facts.model}`);
    const rows = await Promise.all(
      open.map(async ({ region, model }) => {
        const usages = await facts.usages(region);
        const name = skuOf(model, USUAL_SKU)?.usageName;
        const usage = usages.seen ? usages.value.find((row) => row.name?.value === name) : undefined;
        return { region, usage };
      }),
    );
    const known = rows.flatMap(({ region, usage }) =>
      usage?.limit === undefined || usage.currentValue === undefined
        ? []
        : [{ region, limit: usage.limit, free: usage.limit - usage.currentValue }],
    );
    if (known.length === 0) return skipped('no quota of the model can be seen');
    const detail = known.map(({ region, limit, free }) => `${region}: ${free} of ${limit} units free`);
    const [most] = known.toSorted((one, other) => other.free - one.free);
    const usual = facts.api === 'live' ? LIVE_CAPACITY : USUAL_CAPACITY;
    if (most && most.free >= usual) return fine(`There is free quota for ${facts.model}.`, detail);
    if (most && most.free > 0) {
      const say = `No region has the ${usual} units of ${facts.model} that infra/main.bicep deploys; ${most.region} has most, ${most.free}.`;
      return warn(say, {
        say: 'With fewer of them, each a few requests a minute:',
        run: [`export REALTIME_CAPACITY=${most.free}`],
      });
    }
    return fail(`No quota for ${facts.model} is left (${detail.join('; ')}).`, {
      say: 'Ask for more in the Azure portal under Quotas. What is used:',
      run: known.slice(0, 1).map(({ region }) => listUsage(facts.subscription, region)),
    });
  },
};

const live: Check<BeforeFacts> = {
  id: 'before.live',
  about:
    'Which regions offer a model of GPT-Live, in which version, and until when. It is Azure’s other voice API and a preview: infra/main.bicep deploys it only where `LIVE_MODEL` asks for it ([deploy.md](deploy.md#gpt-live)), and a region without it is no fault.',
  async run(facts) {
    if (facts.api === 'live') return unneeded('--model asks about GPT-Live already');
    const found = await regionsOf(facts, 'live');
    if (!found.seen) return skipped(found.because);
    const where = facts.region ?? 'No region';
    if (found.value.length === 0) return fine(`${where} ${facts.region ? 'lists no' : 'lists a'} ${MODEL_OF.live}.`);
    const offers = found.value.flatMap(({ region, models }) =>
      models.map((model) => `${region}: ${model.name}, ${terms(model, facts.now())}`),
    );
    const { length } = found.value;
    return fine(`${length} ${length === 1 ? 'region offers' : 'regions offer'} a ${MODEL_OF.live}, a preview.`, offers);
  },
};

export const OFFER_CHECKS: readonly Check<BeforeFacts>[] = [regions, quota, live];

interface Offer {
  readonly region: string;
  /** In the version that Azure takes where none is asked for. */
  readonly model: AccountModel;
  /** Azure takes a deployment of it from this subscription. */
  readonly isOpen: boolean;
}

/** In the one region that was asked about, or in all. */
function regionsOf(
  { offers, region: only, api }: BeforeFacts,
  of: VoiceApi = api,
): Promise<Look<readonly RegionOffer[]>> {
  return then(offers(of), async (found) => seen(found.filter(({ region }) => only === undefined || region === only)));
}

function offersOf(facts: BeforeFacts): Promise<Look<readonly Offer[]>> {
  return then(regionsOf(facts), async (found) => {
    const circumstances = await facts.circumstances();
    return seen(
      found.flatMap(({ region, models }) => {
        const model = defaultOf(models, facts.model);
        return model ? [{ region, model, isOpen: isDeployable(model, circumstances) }] : [];
      }),
    );
  });
}

async function explainRefusal(facts: BeforeFacts, closed: readonly Offer[]): Promise<Verdict> {
  const [first] = closed;
  if (!first) {
    return fail(
      `${facts.region ?? 'No region'} ${facts.region ? 'does not offer' : 'offers'} ${facts.model}.`,
      await proposeRegion(facts),
    );
  }
  const where = closed.map((offer) => describe(offer, facts.now())).join('; ');
  const say = `You can no longer deploy ${facts.model}: ${whyClosed(first.model, facts.now())} (${where}).`;
  const [mend, { unseenBecause }] = await Promise.all([proposeModel(facts), facts.circumstances()]);
  if (unseenBecause === undefined || isRetired(first.model, facts.now())) return fail(say, mend);
  return warn(`${say} The doctor does not know whether this subscription did: ${unseenBecause}.`, mend);
}

function whyClosed(model: AccountModel, now: number): string {
  if (isRetired(model, now)) return 'it is retired, and Azure answers ServiceModelDeprecated';
  if (model.lifecycleStatus === 'Legacy') return 'Azure calls it legacy and advises new users to take another';
  return 'Azure gives it only to subscriptions that deployed it before, and answers others ServiceModelDeprecating';
}

/** The same model elsewhere, or another one that is offered at all. */
async function proposeRegion(facts: BeforeFacts): Promise<Mend> {
  const [all, circumstances] = await Promise.all([facts.offers(facts.api), facts.circumstances()]);
  const kind = MODEL_OF[facts.api];
  const names = (all.seen ? all.value : [])
    .filter(({ models }) => chooseVoice(models, circumstances, facts.model) !== undefined)
    .map(({ region }) => region)
    .join(', ');
  return names === ''
    ? { say: `No region offers this subscription a ${kind} that it may still deploy.` }
    : { say: `A ${kind} is offered in ${names}: set OPENAI_LOCATION to one of them.` };
}

async function proposeModel(facts: BeforeFacts): Promise<Mend> {
  const [found, circumstances] = await Promise.all([regionsOf(facts), facts.circumstances()]);
  const places = (found.seen ? found.value : []).flatMap(({ region, models }) => {
    const model = chooseVoice(models, circumstances, facts.model);
    return model ? [{ region, model }] : [];
  });
  const model = places[0]?.model;
  if (!model)
    return { say: `Every ${MODEL_OF[facts.api]} that is offered here is leaving too: ask about another region.` };
  const names = places.filter((place) => place.model.name === model.name).map(({ region }) => region);
  return {
    say: `Take ${model.name}, ${terms(model, facts.now())}, offered in ${names.join(', ')}. Before the deployment:`,
    run: [exportModel(model, retirementOf(model, USUAL_SKU))],
  };
}

function describe({ region, model, isOpen }: Offer, now: number): string {
  return `${region}: ${terms(model, now)}${isOpen ? '' : ', closed'}`;
}

function terms(model: AccountModel, now: number): string {
  return `version ${model.version} (${stateOf(model)}), ${endOf(model, now)}`;
}

function endOf(model: AccountModel, now: number): string {
  const end = retirementOf(model, USUAL_SKU);
  if (!end) return 'without a date of retirement';
  const days = daysUntil(end, now);
  return days > 0 ? `until ${toDay(end)}, ${days} days` : `past its end of ${toDay(end)}`;
}

function daysLeft(model: AccountModel, now: number): number {
  const end = retirementOf(model, USUAL_SKU);
  return end ? daysUntil(end, now) : Number.POSITIVE_INFINITY;
}
