/** Which of the app's identities is looked at. */
import { type Look, seen, unseen } from '../look.ts';
import type { Identity } from './identity.ts';
import { judge } from './judge.ts';
import type { RoleReader } from './read-roles.ts';
import { ROLE_NEEDS, type RoleResources } from './role-needs.ts';

export interface ChosenIdentity extends Identity {
  readonly hasAllRoles: boolean;
}

/** The only one, or the one that has every role: AZURE_CLIENT_ID would say, and is not read. Else the first. */
export async function chooseIdentity(
  identities: readonly Identity[],
  facts: RoleResources,
  roles: RoleReader,
): Promise<Look<ChosenIdentity>> {
  const judged = await Promise.all(
    identities.map(async (identity) => ({
      ...identity,
      hasAllRoles: identities.length > 1 && (await hasAllRoles(identity, facts, roles)),
    })),
  );
  const chosen = judged.find((identity) => identity.hasAllRoles) ?? judged[0];
  return chosen ? seen(chosen) : unseen('the app has no identity');
}

async function hasAllRoles({ principalId }: Identity, facts: RoleResources, roles: RoleReader): Promise<boolean> {
  const judgements = await Promise.all(
    ROLE_NEEDS.map(async ({ resource, dataActions }) => {
      const id = await resource(facts);
      if (!id.seen) return false;
      const held = await roles.ofPrincipal(id.value.id, principalId);
      return held.seen && judge(held.value, { resourceId: id.value.id, dataActions }).granted;
    }),
  );
  return judgements.every((granted) => granted);
}
