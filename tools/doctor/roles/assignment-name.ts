/**
 * The name that infra/ gives a role assignment: Bicep's `guid(scope, principal, role)`. Azure refuses the same grant
 * under another name, so one made by hand without it ends the next deployment (RoleAssignmentExists, Azure/bicep#5694).
 */
import { createHash } from 'node:crypto';

export interface AssignmentFacts {
  /** Resource id. */
  readonly scope: string;
  readonly principalId: string;
  /** GUID of the role. */
  readonly role: string;
}

/** The namespace of Bicep’s `guid`; its result is a UUID of version 5 (RFC 9562, section 5.5). */
const NAMESPACE = Buffer.from('11fb06fb712d4ddd98c7e71bbd588830', 'hex');
/** As Bicep writes types; Resource Graph and people write them in lower case too. */
const TYPES = [
  'Microsoft.AppConfiguration/configurationStores',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.Storage/storageAccounts',
];
const RESOURCE_ID = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i;

export function assignmentName({ scope, principalId, role }: AssignmentFacts): string {
  const hash = createHash('sha1')
    .update(NAMESPACE)
    .update([asBicepWrites(scope), principalId, role].join('-'));
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A hash knows capitals, and Resource Manager does not. */
function asBicepWrites(scope: string): string {
  const [, subscription, group, given, name] = RESOURCE_ID.exec(scope) ?? [];
  const type = TYPES.find((known) => known.toLowerCase() === given?.toLowerCase());
  if (type === undefined) return scope;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
}
