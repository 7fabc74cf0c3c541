/** The app's identity, and whether it has the data role that it needs on each resource: directly, inherited, or nearly. */
import { PROPAGATION_MS } from '../../azure-facts/propagation.ts';
import { grants } from '../../azure-facts/role-actions.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { az, grantRole, ofResource, type RoleGrant, removeAssignment } from '../az-commands.ts';
import type { Check } from '../check.ts';
import type { Facts } from '../facts/facts.ts';
import { look } from '../look.ts';
import type { AssignedRole } from '../roles/evaluate.ts';
import type { Identity } from '../roles/identity.ts';
import { type Judgement, judge } from '../roles/judge.ts';
import { ROLE_NEEDS, type RoleNeed } from '../roles/role-needs.ts';
import { fail, fine, type Mend, skipped, type Verdict, warn } from '../verdict.ts';
import { minutes } from './deployment.ts';

/** Whoever may do this holds the account's keys. */
const LIST_KEYS = 'Microsoft.CognitiveServices/accounts/listkeys/action';

const identityFound: Check<Facts> = {
  id: 'identity.found',
  about:
    'Which managed identity the function app has. If it has several, the one in `AZURE_CLIENT_ID` counts. The doctor does not read that setting, because app settings hold secrets; it takes the identity that has every role.',
  async run(facts) {
    const identities = await facts.identities();
    if (!identities.seen) return skipped(identities.because);
    const [first, ...more] = identities.value;
    const { site } = facts.target;
    if (!first) {
      const run = site ? [az('functionapp', 'identity', 'assign', ...ofResource(site))] : [];
      return fail('The function app has no managed identity.', {
        say: 'infra/main.bicep gives it one. By hand, with its roles afterwards:',
        run,
      });
    }
    if (more.length === 0) return fine(`The app is ${nameOf(first)}.`);
    const identity = await facts.identity();
    if (!identity.seen) return skipped(identity.because);
    const start = `The app has ${identities.value.length} identities`;
    if (identity.value.hasAllRoles) return fine(`${start}; ${nameOf(identity.value)} has every role that is needed.`);
    return warn(`${start}, and none has every role that is needed; the doctor looks at ${nameOf(identity.value)}.`, {
      say: 'AZURE_CLIENT_ID decides which one the app uses. That one needs the roles.',
    });
  },
};

function createRoleCheck(need: RoleNeed): Check<Facts> {
  return {
    id: need.id,
    about: need.about,
    async run(facts) {
      const [identity, resource] = await Promise.all([facts.identity(), need.resource(facts)]);
      if (!identity.seen) return skipped(identity.because);
      if (!resource.seen) return skipped(resource.because);
      const { principalId, principalType } = identity.value;
      const roles = await facts.roles.ofPrincipal(resource.value.id, principalId);
      if (!roles.seen) return skipped(roles.because);
      const judgement = judge(roles.value, { resourceId: resource.value.id, dataActions: need.dataActions });
      const grant: RoleGrant = {
        principalId,
        principalType,
        role: need.role,
        scope: resource.value.id,
      };
      if (!judgement.granted) {
        const missing = { facts, need, resource: resource.value, identity: identity.value, judgement, grant };
        return ofOneOfSeveral(facts, await explainMissing(missing));
      }
      const denied = await findDenial(facts, need, resource.value, principalId);
      return denied ?? explainGranted(facts, need, judgement, grant);
    },
  };
}

const ROLES: readonly Check<Facts>[] = ROLE_NEEDS.map(createRoleCheck);

/** On the account that is asked. */
export const ACCOUNT_ROLE_CHECKS = ROLES.filter(({ id }) => id === 'roles.account');
export const APP_ROLE_CHECKS = [identityFound, ...ROLES.filter(({ id }) => id !== 'roles.account')];

function explainGranted(
  facts: Facts,
  need: RoleNeed,
  { by, isConditional, since }: Extract<Judgement, { granted: true }>,
  grant: RoleGrant,
): Verdict {
  const names = by.map(describe).join(' and ');
  if (isConditional) {
    // Azure refuses the same grant under a second name, so the one with the condition goes first.
    const same = by.filter(
      ({ assignment, definition }) =>
        definition.name === grant.role && assignment.scope?.toLowerCase() === grant.scope.toLowerCase(),
    );
    return warn(`${names} has a condition, which the doctor does not evaluate.`, {
      say: 'Without a condition:',
      run: [...same.map(({ assignment }) => removeAssignment(assignment.id ?? '')), grantRole(grant)],
    });
  }
  const age = since === undefined ? undefined : facts.now() - since.getTime();
  if (age !== undefined && age < PROPAGATION_MS) {
    return warn(`${names} was assigned ${minutes(age)} ago and may not count yet.`, {
      say: 'Wait five minutes. With a token from before the assignment it can take longer.',
    });
  }
  const strong =
    need.id === 'roles.account' && !facts.own && by.find(({ definition }) => grants(definition, 'actions', LIST_KEYS));
  if (strong) {
    return warn(`${describe(strong)} does it, and can read the account’s keys too.`, {
      run: [grantRole(grant), removeAssignment(strong.assignment.id ?? '')],
    });
  }
  return fine(`${names}.`);
}

/** Another one may be the app's, so that what this one lacks is no failure. */
async function ofOneOfSeveral(facts: Facts, verdict: Verdict): Promise<Verdict> {
  const identities = await facts.identities();
  const isOnly = !identities.seen || identities.value.length < 2;
  if (isOnly || verdict.state !== 'fail') return verdict;
  return warn(verdict.say, verdict.mend, ['identity.found']);
}

interface Missing {
  readonly facts: Facts;
  readonly need: RoleNeed;
  readonly resource: ArmId;
  readonly identity: Identity;
  readonly judgement: Extract<Judgement, { granted: false }>;
  readonly grant: RoleGrant;
}

async function explainMissing({ facts, need, resource, identity, judgement, grant }: Missing): Promise<Verdict> {
  const isPerson = facts.own !== undefined && identity.principalId === facts.person.objectId;
  const who = isPerson ? 'You lack' : `${facts.own ? `The principal ${identity.principalId}` : nameOf(identity)} lacks`;
  const start = `${who} ${need.roleName} on ${resource.name}`;
  const has = isPerson ? 'you have' : 'it has';
  const isGuessed = facts.own !== undefined && !isPerson;
  const type = isGuessed ? '; of a person the type is User' : '';
  const mend: Mend = { say: `It may take five minutes to count${type}:`, run: [grantRole(grant)] };
  const { below, withoutData } = judgement;
  if (below.length > 0) {
    const { scope = '' } = below[0]?.assignment ?? {};
    return fail(
      `${start}: ${has} ${describe(below[0])} at ${scope.slice(resource.id.length + 1)} only, which is below it.`,
      mend,
    );
  }
  const names = withoutData.map(({ definition }) => definition.roleName ?? 'a role');
  if (names.length > 0)
    return fail(
      `${start}: ${has} ${names.join(', ')}, which ${names.length > 1 ? 'have' : 'has'} no such data action.`,
      mend,
    );
  const others = await facts.roles.atScope(resource.id);
  const holders = others.seen
    ? others.value.filter(
        ({ assignment, definition }) =>
          assignment.principalType === 'ServicePrincipal' &&
          need.dataActions.every((action) => grants(definition, 'dataActions', action)),
      )
    : [];
  const [holder] = holders;
  if (!holder) return fail(`${start}.`, mend);
  return fail(`${start}: another identity has it (principal ${holder.assignment.principalId}).`, mend);
}

/** A deny assignment stands above every role. Whoever may not list them is not told of any. */
async function findDenial(
  facts: Facts,
  need: RoleNeed,
  resource: ArmId,
  principalId: string,
): Promise<Verdict | undefined> {
  const denials = await look('deny assignments', (signal) => facts.arm.denials(resource.id, signal));
  if (!denials.seen) return undefined;
  // Of type SystemDefined: everybody.
  const everyone = '00000000-0000-0000-0000-000000000000';
  const found = denials.value.find(
    ({ permissions = [], principals = [], excludePrincipals = [] }) =>
      principals.some(({ id }) => id === principalId || id === everyone) &&
      !excludePrincipals.some(({ id }) => id === principalId) &&
      need.dataActions.some((action) => grants({ permissions }, 'dataActions', action)),
  );
  if (!found) return undefined;
  return warn(`The deny assignment “${found.denyAssignmentName}” takes away what ${need.roleName} gives.`, {
    say: 'Whoever made it has to except the app’s identity: az does not change deny assignments.',
  });
}

function describe(role: AssignedRole | undefined): string {
  return role?.definition.roleName ?? 'a role';
}

function nameOf({ principalId, resourceId }: Identity): string {
  const name = resourceId?.slice(resourceId.lastIndexOf('/') + 1) ?? 'the system-assigned identity';
  return `${name} (principal ${principalId})`;
}
