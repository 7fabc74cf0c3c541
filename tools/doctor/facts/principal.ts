/** Who calls Azure where it is not the app: the person, or whom they name. */
import type { ArmId } from '../arm/arm-id.ts';
import { type Look, seen } from '../look.ts';
import type { ChosenIdentity } from '../roles/choose-identity.ts';
import type { RoleReader } from '../roles/read-roles.ts';
import type { Person } from '../sign-in.ts';

export async function findPrincipal(
  { account, principal }: { readonly account: Look<ArmId>; readonly principal: string | undefined },
  { person, roles }: { readonly person: Person; readonly roles: RoleReader },
): Promise<Look<ChosenIdentity>> {
  const alone = { resourceId: undefined, hasAllRoles: false };
  if (principal === undefined || principal === person.objectId) {
    return seen({ principalId: person.objectId, principalType: person.type, ...alone });
  }
  const held = account.seen ? await roles.ofPrincipal(account.value.id, principal) : account;
  const types = held.seen ? held.value.map(({ assignment }) => assignment.principalType) : [];
  // Whoever has no role yet is most often the identity of somebody's service.
  return seen({
    principalId: principal,
    principalType: types.includes('User') ? 'User' : 'ServicePrincipal',
    ...alone,
  });
}
