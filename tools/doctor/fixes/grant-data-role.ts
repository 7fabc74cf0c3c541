/** The data role on another account than the one that is asked now. */

import { ROLE_IDS } from '../../azure-facts/role-ids.ts';
import type { ArmId } from '../arm/arm-id.ts';
import { grantRole } from '../az-commands.ts';
import type { Facts } from '../facts/facts.ts';
import { judge } from '../roles/judge.ts';
import { ACCOUNT_DATA_ACTIONS } from '../roles/role-needs.ts';

/** None where the asker has it: Azure refuses the same assignment a second time. */
export async function grantOn(facts: Facts, { id }: ArmId): Promise<readonly string[]> {
  const identity = await facts.identity();
  if (!identity.seen) return [];
  const held = await facts.roles.ofPrincipal(id, identity.value.principalId);
  const has = held.seen && judge(held.value, { resourceId: id, dataActions: ACCOUNT_DATA_ACTIONS }).granted;
  return has ? [] : [grantRole({ ...identity.value, role: ROLE_IDS.openAiUser, scope: id })];
}
