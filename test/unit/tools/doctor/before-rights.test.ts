/** Whether whoever looks may deploy: roles, and roles with a condition. */
import type { RoleAssignment } from '@azure/arm-authorization';
import { BEFORE_DOCTOR } from '../../../../tools/doctor/before/before-checks.ts';
import type { BeforeFacts } from '../../../../tools/doctor/before/before-facts.ts';
import { seen } from '../../../../tools/doctor/look.ts';

const SCOPE = '/subscriptions/s';
const OWNER = { roleName: 'Owner', permissions: [{ actions: ['*'] }] };

/** Only what this check asks of the facts. */
async function stateWith(...assignments: readonly RoleAssignment[]) {
  const facts = {
    subscription: 's',
    person: { objectId: 'p', type: 'User' },
    roles: { ofPrincipal: async () => seen(assignments.map((assignment) => ({ assignment, definition: OWNER }))) },
  } as unknown as BeforeFacts;
  const check = BEFORE_DOCTOR.find(({ id }) => id === 'before.rights');
  return (await check?.run(facts))?.state;
}

test.each<[string, readonly RoleAssignment[], string]>([
  ['Owner is enough', [{ scope: SCOPE }], 'ok'],
  ['Owner with a condition may not be', [{ scope: SCOPE, condition: '@Request…' }], 'warn'],
  ['one without beside it is enough', [{ scope: SCOPE, condition: '@Request…' }, { scope: '/' }], 'ok'],
  ['Owner of a group in it is not', [{ scope: `${SCOPE}/resourceGroups/rg` }], 'fail'],
])('%s', async (_name, assignments, state) => expect(await stateWith(...assignments)).toBe(state));
