/** What the role checks say where no scenario of a whole Azure leads: denials, conditions, identities, what is not seen. */
import type { DenyAssignment, RoleAssignment } from '@azure/arm-authorization';
import { type ArmId, parseArmId } from '../../../../tools/doctor/arm/arm-id.ts';
import { ACCOUNT_ROLE_CHECKS, APP_ROLE_CHECKS } from '../../../../tools/doctor/checks/roles.ts';
import type { Facts } from '../../../../tools/doctor/facts/facts.ts';
import { type Look, look, lookFor, seen, unseen } from '../../../../tools/doctor/look.ts';
import type { Identity } from '../../../../tools/doctor/roles/identity.ts';
import { createRoleReader } from '../../../../tools/doctor/roles/read-roles.ts';
import type { Verdict } from '../../../../tools/doctor/verdict.ts';

const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai';
const PRINCIPAL = '11111111-0000-4000-8000-000000000001';
const EVERYONE = '00000000-0000-0000-0000-000000000000';
const NOW = Date.parse('2026-11-22T12:00:00Z');
/** Of a role that can read keys too. */
const STRONG = '/d/strong';
const REALTIME = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action';

interface Given {
  readonly assignments?: readonly RoleAssignment[];
  readonly denials?: readonly DenyAssignment[] | Error;
  readonly identities?: Look<readonly Identity[]>;
  /** The account. */
  readonly isGone?: true;
}

/** Only what these checks ask of the facts. */
function someFacts({ assignments = [], denials = [], identities, isGone }: Given): Facts {
  const arm = {
    assignments: async () => assignments,
    definition: async (id: string) => ({
      name: id.slice(id.lastIndexOf('/') + 1),
      roleName: 'OpenAI User',
      permissions: [{ dataActions: [REALTIME], actions: id === STRONG ? ['Microsoft.CognitiveServices/*'] : [] }],
    }),
    async denials() {
      if (denials instanceof Error) throw denials;
      return denials;
    },
  };
  const found =
    identities ?? seen([{ principalId: PRINCIPAL, resourceId: '/x/id-app', principalType: 'ServicePrincipal' }]);
  return {
    target: { site: parseArmId(ID.replace(/Microsoft.*/, 'Microsoft.Web/sites/func')) },
    arm,
    roles: createRoleReader(arm as unknown as Facts['arm']),
    now: () => NOW,
    accountId: async () => seen(parseArmId(ID) as ArmId),
    account: async () => seen(isGone ? undefined : {}),
    identities: async () => found,
    identity: async () =>
      found.seen && found.value[0]
        ? seen({ ...found.value[0], hasAllRoles: false })
        : unseen('the app has no identity'),
  } as unknown as Facts;
}

async function verdictOf(id: string, given: Given): Promise<Verdict> {
  const check = [...ACCOUNT_ROLE_CHECKS, ...APP_ROLE_CHECKS].find((candidate) => candidate.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return check.run(someFacts(given));
}

const assigned = (more: Partial<RoleAssignment> = {}): RoleAssignment => ({
  id: `${ID}/r`,
  scope: ID,
  roleDefinitionId: '/d/1',
  createdOn: new Date('2026-01-01'),
  ...more,
});
const denied = (more: Partial<DenyAssignment> = {}): DenyAssignment => ({
  denyAssignmentName: 'no voice',
  permissions: [{ dataActions: ['*'] }],
  principals: [{ id: PRINCIPAL }],
  ...more,
});

describe('a role that is there', () => {
  test('is fine, inherited or not', async () => {
    expect(await verdictOf('roles.account', { assignments: [assigned()] })).toMatchObject({ state: 'ok' });
    const inherited = assigned({ scope: '/subscriptions/s' });
    expect(await verdictOf('roles.account', { assignments: [inherited] })).toMatchObject({ state: 'ok' });
  });

  test('is worth a warning with a condition', async () => {
    const verdict = await verdictOf('roles.account', { assignments: [assigned({ condition: '@Request…' })] });
    expect(verdict).toMatchObject({
      state: 'warn',
      say: 'OpenAI User has a condition, which the doctor does not evaluate.',
    });
  });

  test('with a condition is taken away before it is given without: Azure refuses it under a second name', async () => {
    const roleDefinitionId = '/d/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
    const conditional = assigned({ roleDefinitionId, condition: '@Request…' });
    expect(await verdictOf('roles.account', { assignments: [conditional] })).toMatchObject({
      mend: {
        run: [`az role assignment delete --ids ${ID}/r`, expect.stringMatching(/^az role assignment create --name /)],
      },
    });
    const inherited = { ...conditional, scope: ID.replace(/\/providers.*/, '') };
    expect(await verdictOf('roles.account', { assignments: [inherited] })).toMatchObject({
      mend: { run: [expect.stringMatching(/^az role assignment create --name /)] },
    });
  });

  test('is worth a warning where it can read the keys too; the other is assigned and this one removed', async () => {
    const strong = assigned({ id: `${ID}/strong`, roleDefinitionId: STRONG });
    expect(await verdictOf('roles.account', { assignments: [strong] })).toMatchObject({
      state: 'warn',
      mend: {
        run: [
          `az role assignment create --name 93d5f9a7-e91b-5968-9ba7-752d086badb1 --assignee-object-id ${PRINCIPAL} --assignee-principal-type ServicePrincipal --role 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope ${ID}`,
          `az role assignment delete --ids ${ID}/strong`,
        ],
      },
    });
  });

  test.each([
    [4 * 60_000, 'warn'],
    [5 * 60_000, 'ok'],
  ])('of %d ms is %s', async (age, state) => {
    const assignments = [assigned({ createdOn: new Date(NOW - age) })];
    expect(await verdictOf('roles.account', { assignments })).toMatchObject({ state });
  });
});

describe('a deny assignment', () => {
  test.each<[string, DenyAssignment, string]>([
    ['for the identity', denied(), 'warn'],
    ['for everybody', denied({ principals: [{ id: EVERYONE }] }), 'warn'],
    [
      'for everybody but the identity',
      denied({ principals: [{ id: EVERYONE }], excludePrincipals: [{ id: PRINCIPAL }] }),
      'ok',
    ],
    ['for somebody else', denied({ principals: [{ id: 'other' }] }), 'ok'],
    ['of another action', denied({ permissions: [{ dataActions: ['Microsoft.Storage/*'] }] }), 'ok'],
    ['that excepts the action', denied({ permissions: [{ dataActions: ['*'], notDataActions: [REALTIME] }] }), 'ok'],
  ])('%s', async (_name, denial, state) => {
    expect(await verdictOf('roles.account', { assignments: [assigned()], denials: [denial] })).toMatchObject({ state });
  });

  test('that may not be listed is not told of', async () => {
    const denials = Object.assign(new Error('Forbidden'), { statusCode: 403 });
    expect(await verdictOf('roles.account', { assignments: [assigned()], denials })).toMatchObject({ state: 'ok' });
  });
});

describe('the identity', () => {
  const identity = (principalId: string, resourceId?: string): Identity => ({
    principalId,
    resourceId,
    principalType: 'ServicePrincipal',
  });

  test('is told', async () => {
    const verdict = await verdictOf('identity.found', {});
    expect(verdict).toMatchObject({ state: 'ok', say: `The app is id-app (principal ${PRINCIPAL}).` });
  });

  test('may be missing: its command is printed, and the roles are skipped', async () => {
    const given = { identities: seen([]) };
    expect(await verdictOf('identity.found', given)).toMatchObject({
      state: 'fail',
      mend: { run: ['az functionapp identity assign -g rg --subscription s -n func'] },
    });
    expect(await verdictOf('roles.account', given)).toEqual({ state: 'skipped', because: 'the app has no identity' });
  });

  test('may be one of several, which is told', async () => {
    const given = { identities: seen([identity('a', '/x/id-a'), identity('b')]) };
    expect(await verdictOf('identity.found', given)).toMatchObject({
      state: 'warn',
      say: 'The app has 2 identities, and none has every role that is needed; the doctor looks at id-a (principal a).',
    });
  });

  test('of several that lacks a role fails nothing, because another may be the app’s', async () => {
    const one = await verdictOf('roles.account', { identities: seen([identity('a', '/x/id-a')]) });
    expect(one).toMatchObject({ state: 'fail' });
    const several = await verdictOf('roles.account', { identities: seen([identity('a', '/x/id-a'), identity('b')]) });
    expect(several).toMatchObject({ state: 'warn', becauseOf: ['identity.found'] });
  });

  test('needs no role on an account that is gone', async () => {
    expect(await verdictOf('roles.account', { isGone: true })).toEqual({
      state: 'skipped',
      because: 'the Azure OpenAI account does not exist',
    });
  });
});

describe('a look', () => {
  const failing = (members: object) =>
    look('the thing', () => Promise.reject(Object.assign(new Error('quotes a secret'), members)));

  test.each([
    [{ statusCode: 403, code: 'AuthorizationFailed' }, 'you may not read the thing (AuthorizationFailed)'],
    [{ statusCode: 401 }, 'your sign-in does not count for the thing (401): az login'],
    [{ statusCode: 404, code: 'ResourceNotFound' }, 'the thing cannot be found (ResourceNotFound)'],
    [{ statusCode: 500, code: 'a b c' }, 'reading the thing got the answer 500'],
    [{ code: 'ECONNREFUSED' }, 'the thing could not be reached (ECONNREFUSED)'],
    [{ cause: { code: 'ENOTFOUND' } }, 'the thing could not be reached (ENOTFOUND)'],
    [{ name: 'AbortError' }, 'reading the thing had no answer within 10 s'],
    [{ name: 'TypeError' }, 'the thing could not be reached (TypeError)'],
  ])('that fails with %j says so in our words only', async (members, because) => {
    expect(await failing(members)).toEqual({ seen: false, because });
  });

  test('for something that may not be there sees that it is not', async () => {
    const gone = Object.assign(new Error(), { statusCode: 404 });
    expect(await lookFor('the thing', () => Promise.reject(gone))).toEqual(seen(undefined));
    expect(await lookFor('the thing', async () => 1)).toEqual(seen(1));
  });
});
