/** Azure's rules of roles: scopes by segment, conditions. */
import { type AssignedRole, reachOf } from '../../../../tools/doctor/roles/evaluate.ts';
import { judge } from '../../../../tools/doctor/roles/judge.ts';

const ACCOUNT = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai';
const REALTIME = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action';
const READ = 'Microsoft.CognitiveServices/accounts/OpenAI/models/read';

function assigned(
  scope: string,
  dataActions: readonly string[],
  more: Partial<AssignedRole['assignment']> = {},
): AssignedRole {
  return { assignment: { scope, ...more }, definition: { permissions: [{ dataActions: [...dataActions] }] } };
}

describe('a scope', () => {
  test.each([
    [ACCOUNT, 'at'],
    [ACCOUNT.toUpperCase(), 'at'],
    [`${ACCOUNT}/`, 'at'],
    ['/subscriptions/s/resourceGroups/rg', 'above'],
    ['/subscriptions/s', 'above'],
    ['/', 'above'],
    ['/providers/Microsoft.Management/managementGroups/all', 'above'],
    [`${ACCOUNT}/projects/voice`, 'below'],
    [`${ACCOUNT}-2`, 'elsewhere'],
    ['/subscriptions/s/resourceGroups/rg-2', 'elsewhere'],
    ['/subscriptions/s/resourceGroups/r', 'elsewhere'],
    ['/subscriptions/other', 'elsewhere'],
  ])('%s is %s', (scope, reach) => {
    expect(reachOf(scope, ACCOUNT)).toBe(reach);
  });
});

describe('a principal', () => {
  const need = { resourceId: ACCOUNT, dataActions: [REALTIME, READ] };

  test('may have what it needs from several roles, inherited or not', () => {
    const roles = [assigned(ACCOUNT, [REALTIME]), assigned('/subscriptions/s', [READ])];
    expect(judge(roles, need)).toMatchObject({ granted: true, by: roles, isConditional: false });
  });

  test('lacks it when one action is missing, and its roles are told', () => {
    const roles = [assigned(ACCOUNT, [REALTIME])];
    expect(judge(roles, need)).toEqual({ granted: false, withoutData: roles, below: [] });
  });

  test('lacks it with the role below the resource only', () => {
    const roles = [assigned(`${ACCOUNT}/projects/voice`, ['*'])];
    expect(judge(roles, need)).toEqual({ granted: false, withoutData: [], below: roles });
  });

  test('has it conditionally only where no role without a condition gives it', () => {
    const conditional = assigned(ACCOUNT, ['*'], { condition: '@Resource[name] StringEquals …' });
    expect(judge([conditional], need)).toMatchObject({ granted: true, isConditional: true });
    expect(judge([conditional, assigned('/subscriptions/s', ['*'])], need)).toMatchObject({ isConditional: false });
  });

  test('has had it since the youngest of the oldest roles that give it', () => {
    const [old, young] = [new Date('2026-01-01'), new Date('2026-11-22')];
    const roles = [
      assigned(ACCOUNT, [REALTIME], { createdOn: old }),
      assigned(ACCOUNT, [REALTIME], { createdOn: young }),
      assigned(ACCOUNT, [READ], { createdOn: new Date('2026-02-01') }),
    ];
    expect(judge(roles, need)).toMatchObject({ granted: true, since: new Date('2026-02-01') });
    expect(judge([assigned(ACCOUNT, ['*'], { createdOn: young })], need)).toMatchObject({ since: young });
  });
});
