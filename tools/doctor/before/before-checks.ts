/** `--before`: may you deploy, and then what is offered where. */

import { grants } from '../../azure-facts/role-actions.ts';
import { az } from '../az-commands.ts';
import type { Check } from '../check.ts';
import { look } from '../look.ts';
import { reaches, reachOf } from '../roles/evaluate.ts';
import { fail, fine, skipped, warn } from '../verdict.ts';
import type { BeforeFacts } from './before-facts.ts';
import { OFFER_CHECKS } from './offer-checks.ts';

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
      return warn(`You are ${names} of the subscription with a condition, which the doctor does not evaluate.`, {
        say: 'It may keep you from assigning the roles of infra/main.bicep. Somebody who may assign roles can lift it:',
        run,
      });
    }
    return fail(`You lack ${lacking.join(' and ')} on the subscription (you have ${names || 'no role there'}).`, {
      say: 'Ask somebody who may assign roles to run:',
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

export const BEFORE_DOCTOR: readonly Check<BeforeFacts>[] = [rights, providers, ...OFFER_CHECKS];

function stateOf(provider: unknown): unknown {
  return (Object(provider) as { registrationState?: unknown }).registrationState;
}
