/** What is in storage: the tables that the app uses, and what was there before somebody wrote over it. */
import { CALLS_TABLE_NAME } from '../../../src/azure/call-table';
import { TABLE_NAME } from '../../../src/azure/quota-table';
import { at, expectEach, type Policy } from './policy';

const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices';
const TABLES = 'Microsoft.Storage/storageAccounts/tableServices/tables';
const POLICIES = 'Microsoft.Storage/storageAccounts/managementPolicies';

export const STORAGE_POLICIES: readonly Policy[] = [
  {
    requirement: 'makes the tables that the app counts and keeps calls in, so that the app need not',
    complain: (resources) =>
      [TABLE_NAME, CALLS_TABLE_NAME]
        .filter((name) => !resources.some(({ type, id }) => type === TABLES && id.endsWith(`/${name}`)))
        .map((name) => `no ${name}`),
    breaches: [
      {
        file: 'modules/storage.bicep',
        from: "name: 'realtimecalls'",
        to: "name: 'calls'",
        complaint: 'no realtimecalls',
      },
      {
        file: 'modules/storage.bicep',
        from: "name: 'realtimequota'",
        to: "name: 'realtimequotas'",
        complaint: 'no realtimequota',
      },
    ],
  },
  {
    requirement: 'keeps what a package was, whoever writes over it or deletes it',
    complain: (resources) =>
      expectEach(resources, BLOBS, {
        'properties.isVersioningEnabled': true,
        'properties.deleteRetentionPolicy.enabled': true,
        'properties.containerDeleteRetentionPolicy.enabled': true,
      }),
    breaches: [
      kept('isVersioningEnabled: true', 'isVersioningEnabled: false', 'isVersioningEnabled is false'),
      kept(
        'deleteRetentionPolicy: { enabled: true, days: 30 }\n      container',
        'deleteRetentionPolicy: { enabled: false }\n      container',
        'deleteRetentionPolicy.enabled is false',
      ),
      kept(
        'containerDeleteRetentionPolicy: { enabled: true',
        'containerDeleteRetentionPolicy: { enabled: false',
        'containerDeleteRetentionPolicy.enabled is false',
      ),
    ],
  },
  {
    requirement: 'deletes by age only earlier versions of the host’s blobs, neither its keys nor a package',
    complain: (resources) =>
      resources
        .filter(({ type }) => type === POLICIES)
        .flatMap((resource) => [at(resource, 'properties.policy.rules')].flat())
        .flatMap((rule) => [
          ...Object.keys(Object(at(rule, 'definition.actions')))
            .filter((subject) => subject !== 'version')
            .map((subject) => `deletes a ${subject}`),
          ...[at(rule, 'definition.filters.prefixMatch') ?? '']
            .flat()
            .filter((prefix) => prefix !== 'azure-webjobs-')
            .map((prefix) => `deletes from "${prefix}"`),
        ]),
    breaches: [
      {
        file: 'modules/blob-history.bicep',
        from: 'actions: { version: {',
        to: 'actions: { baseBlob: {',
        complaint: 'deletes a baseBlob',
      },
      {
        file: 'modules/blob-history.bicep',
        from: ", prefixMatch: ['azure-webjobs-']",
        to: '',
        complaint: 'deletes from ""',
      },
    ],
  },
];

function kept(from: string, to: string, complaint: string) {
  return { file: 'modules/storage.bicep', from, to, complaint: `${BLOBS}: properties.${complaint}` };
}
