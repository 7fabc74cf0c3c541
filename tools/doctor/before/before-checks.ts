/** `--before`: may you deploy, where, which version for how long, and how much of it. */
import type { AccountModel } from '@azure/arm-cognitiveservices';
import type { Check } from '../check.ts';
import { az, listUsage, USUAL_CAPACITY } from '../commands.ts';
import { type Look, look, seen, then } from '../look.ts';
import { chooseRealtime, daysUntil, retirementOf, skuOf, toDay, USUAL_SKU } from '../models.ts';
import { grants, reaches, reachOf } from '../roles/evaluate.ts';
import { fail, fine, skipped, warn } from '../verdict.ts';
import type { BeforeFacts } from './before-facts.ts';

/** Those of infra/main.bicep. */
export const PROVIDERS = [
  'Microsoft.App',
  'Microsoft.AppConfiguration',
  'Microsoft.CognitiveServices',
  'Microsoft.Insights',
  'Microsoft.ManagedIdentity',
  'Microsoft.OperationalInsights',
  'Microsoft.Storage',
  'Microsoft.Web',
] as const;

/** Creating the group and what is in it, and giving the identities their roles. */
const RIGHTS = ['Microsoft.Resources/deployments/write', 'Microsoft.Authorization/roleAssignments/write'];
const WARN_DAYS = 60;

const rights: Check<BeforeFacts> = {
  id: 'before.rights',
  about:
    'Whether your roles on the subscription let you deploy and assign roles: Owner, or Contributor and Role Based Access Control Administrator.',
  async run(facts) {
    const scope = `/subscriptions/${facts.subscription}`;
    const roles = await facts.roles.ofPrincipal(scope, facts.person.objectId);
    if (!roles.seen) return skipped(roles.because);
    const reaching = roles.value.filter(({ assignment }) => reaches(reachOf(assignment.scope ?? '', scope)));
    const lackedBy = (held: typeof reaching) =>
      RIGHTS.filter((action) => !held.some(({ definition }) => grants(definition, 'actions', action)));
    const lacking = lackedBy(reaching);
    const names = [...new Set(reaching.map(({ definition }) => definition.roleName ?? 'a role'))].join(', ');
    const isConditional = lackedBy(reaching.filter(({ assignment }) => !assignment.condition)).length > 0;
    if (lacking.length === 0 && !isConditional) return fine(`You are ${names} of the subscription.`);
    const who = ['--assignee-object-id', facts.person.objectId, '--assignee-principal-type', facts.person.type];
    const run = [az('role', 'assignment', 'create', ...who, '--role', 'Owner', '--scope', scope)];
    if (lacking.length === 0) {
      return warn(`You are ${names} of the subscription with a condition, which is not evaluated here.`, {
        say: 'It may keep you from assigning the roles of infra/main.bicep. Somebody who may assign roles can lift it:',
        run,
      });
    }
    return fail(`You lack ${lacking.join(' and ')} on the subscription (you have ${names || 'no role there'}).`, {
      say: 'Somebody who may assign roles has to:',
      run,
    });
  },
};

const providers: Check<BeforeFacts> = {
  id: 'before.providers',
  about: 'Whether the resource providers of infra/main.bicep are registered in the subscription.',
  async run(facts) {
    const states = await Promise.all(
      PROVIDERS.map(async (namespace) => ({
        namespace,
        found: await look(namespace, (signal) => facts.arm.provider(facts.subscription, namespace, signal)),
      })),
    );
    const unseen = states.flatMap(({ found }) => (found.seen ? [] : [found.because]));
    if (unseen[0] !== undefined) return skipped(unseen[0]);
    const missing = states.filter(({ found }) => found.seen && stateOf(found.value) !== 'Registered');
    if (missing.length === 0) return fine(`All ${PROVIDERS.length} resource providers are registered.`);
    return fail(`Not registered: ${missing.map(({ namespace }) => namespace).join(', ')}.`, {
      run: missing.map(({ namespace }) =>
        az('provider', 'register', '--namespace', namespace, '--subscription', facts.subscription),
      ),
    });
  },
};

const regions: Check<BeforeFacts> = {
  id: 'before.regions',
  about: 'Which regions offer the model now, in which version, and until when.',
  async run(facts) {
    const offered = await offersOf(facts);
    if (!offered.seen) return skipped(offered.because);
    if (offered.value.length === 0) {
      const other = await facts.offers();
      const names = other.seen ? other.value.map(({ region }) => region).join(', ') : '';
      return fail(`${facts.region ?? 'No region'} ${facts.region ? 'does not offer' : 'offers'} ${facts.model}.`, {
        say:
          names === ''
            ? 'No region offers this subscription a realtime model.'
            : `A realtime model is offered in ${names}: set OPENAI_LOCATION to one of them.`,
      });
    }
    const detail = offered.value.map(({ region, model }) => `${region}: ${describe(model, facts.now())}`);
    const lasting = offered.value.filter(({ model }) => daysLeft(model, facts.now()) > WARN_DAYS);
    const say = `${offered.value.length} ${offered.value.length === 1 ? 'region offers' : 'regions offer'} ${facts.model}.`;
    if (lasting.length > 0) return fine(say, detail);
    const names = offered.value.map(({ region, model }) => `${region} ${describe(model, facts.now())}`);
    return warn(`${facts.model} retires soon: ${names.join('; ')}.`, {
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
    if (offered.value.length === 0) return skipped(`no region that was looked at offers ${facts.model}`);
    const rows = await Promise.all(
      offered.value.map(async ({ region, model }) => {
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
    if (most && most.free >= USUAL_CAPACITY) return fine(`There is free quota for ${facts.model}.`, detail);
    if (most && most.free > 0) {
      const say = `No region has the ${USUAL_CAPACITY} units of ${facts.model} that infra/main.bicep deploys; ${most.region} has most, ${most.free}.`;
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

export const BEFORE_DOCTOR: readonly Check<BeforeFacts>[] = [rights, providers, regions, quota];

interface Offer {
  readonly region: string;
  readonly model: AccountModel;
}

/** In the one region that was asked about, or in all. */
function offersOf({ offers, model, region: only }: BeforeFacts): Promise<Look<readonly Offer[]>> {
  return then(offers(), async (found) =>
    seen(
      found
        .filter(({ region }) => only === undefined || region === only)
        .flatMap(({ region, models }) => {
          const chosen = chooseRealtime(models, model);
          return chosen?.name === model ? [{ region, model: chosen }] : [];
        }),
    ),
  );
}

function describe(model: AccountModel, now: number): string {
  const end = retirementOf(model, USUAL_SKU);
  const until = end ? `until ${toDay(end)}, ${daysUntil(end, now)} days` : 'without a date of retirement';
  return `version ${model.version} (${model.lifecycleStatus}), ${until}`;
}

function daysLeft(model: AccountModel, now: number): number {
  const end = retirementOf(model, USUAL_SKU);
  return end ? daysUntil(end, now) : Number.POSITIVE_INFINITY;
}

function stateOf(provider: unknown): unknown {
  return (Object(provider) as { registrationState?: unknown }).registrationState;
}
