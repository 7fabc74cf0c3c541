/** Azure's rules of roles: actions by block, wildcards. */
import type { Permission } from '@azure/arm-authorization';
import { grants } from '../../../../tools/azure-facts/role-actions.ts';

const REALTIME = 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action';

const role = (...permissions: readonly Permission[]) => ({ permissions });

describe('an action is granted', () => {
  test.each<[string, Permission, boolean]>([
    ['by its own name', { dataActions: [REALTIME] }, true],
    ['whatever the case', { dataActions: [REALTIME.toUpperCase()] }, true],
    ['by a wildcard over several segments', { dataActions: ['Microsoft.CognitiveServices/*'] }, true],
    ['by a wildcard in the middle', { dataActions: ['Microsoft.CognitiveServices/*/realtime/action'] }, true],
    ['by a wildcard alone', { dataActions: ['*'] }, true],
    ['not by a longer name', { dataActions: [`${REALTIME}/more`] }, false],
    ['not by a prefix without a wildcard', { dataActions: ['Microsoft.CognitiveServices/accounts'] }, false],
    ['not by a dot that stands for any character', { dataActions: [REALTIME.replace('.', 'x')] }, false],
    ['not by control-plane actions', { actions: ['*'] }, false],
    ['not where the same block excepts it', { dataActions: ['*'], notDataActions: ['*/realtime/action'] }, false],
    ['where the same block excepts another', { dataActions: ['*'], notDataActions: ['*/chat/*'] }, true],
  ])('%s', (_name, block, expected) => {
    expect(grants(role(block), 'dataActions', REALTIME)).toBe(expected);
  });

  test('where one block excepts it and another does not', () => {
    const excepting = { dataActions: ['*'], notDataActions: ['*/realtime/action'] };
    expect(grants(role(excepting, { dataActions: [REALTIME] }), 'dataActions', REALTIME)).toBe(true);
  });

  test('by actions for the control plane, and not by data actions', () => {
    const block = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] };
    expect(grants(role(block), 'actions', 'Microsoft.Resources/deployments/write')).toBe(true);
    expect(grants(role(block), 'actions', 'Microsoft.Authorization/roleAssignments/write')).toBe(false);
    expect(grants(role({ dataActions: ['*'] }), 'actions', 'Microsoft.Resources/deployments/write')).toBe(false);
  });

  test('by no definition that has no permissions', () => {
    expect(grants({}, 'dataActions', REALTIME)).toBe(false);
  });
});
