/** No key anywhere: who may do what is decided by identities. */
import { at, type Policy, type Resource } from './policy';

/** Where each type says that keys do not count; undefined for the types that have none. */
const LOCAL_AUTH: Readonly<Record<string, readonly [path: string, off: boolean] | undefined>> = {
  'Microsoft.AppConfiguration/configurationStores': ['properties.disableLocalAuth', true],
  'Microsoft.AppConfiguration/configurationStores/keyValues': undefined,
  'Microsoft.Authorization/roleAssignments': undefined,
  'Microsoft.Authorization/roleDefinitions': undefined,
  'Microsoft.CognitiveServices/accounts': ['properties.disableLocalAuth', true],
  'Microsoft.CognitiveServices/accounts/deployments': undefined,
  'Microsoft.Consumption/budgets': undefined,
  'Microsoft.Insights/actionGroups': undefined,
  'Microsoft.Insights/components': ['properties.DisableLocalAuth', true],
  'Microsoft.Insights/diagnosticSettings': undefined,
  'Microsoft.Insights/scheduledQueryRules': undefined,
  'Microsoft.Insights/webtests': undefined,
  'Microsoft.Insights/workbooks': undefined,
  'Microsoft.ManagedIdentity/userAssignedIdentities': undefined,
  'Microsoft.OperationalInsights/workspaces': ['properties.features.disableLocalAuth', true],
  'Microsoft.Resources/resourceGroups': undefined,
  'Microsoft.Storage/storageAccounts': ['properties.allowSharedKeyAccess', false],
  'Microsoft.Storage/storageAccounts/blobServices': undefined,
  'Microsoft.Storage/storageAccounts/blobServices/containers': undefined,
  'Microsoft.Storage/storageAccounts/managementPolicies': undefined,
  'Microsoft.Storage/storageAccounts/tableServices': undefined,
  'Microsoft.Storage/storageAccounts/tableServices/tables': undefined,
  'Microsoft.Web/serverfarms': undefined,
  'Microsoft.Web/sites': undefined,
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': undefined,
  'Microsoft.Web/sites/config': undefined,
};

const CREDENTIALS = /\blist\w*\(|AccountKey=|SharedAccess(?:Key|Signature)|[?&]sig=|\bek_\w|[A-Za-z0-9+/]{43}=/i;

export const KEY_POLICIES: readonly Policy[] = [
  {
    requirement: 'has local authentication off wherever a type has it',
    complain: (resources) => resources.flatMap(complainOfLocalAuth),
    breaches: [
      {
        file: 'modules/configuration.bicep',
        from: 'disableLocalAuth: true',
        to: 'disableLocalAuth: false',
        complaint: 'Microsoft.AppConfiguration/configurationStores: properties.disableLocalAuth is false',
      },
      {
        file: 'modules/openai.bicep',
        from: 'disableLocalAuth: true',
        to: 'disableLocalAuth: false',
        complaint: 'Microsoft.CognitiveServices/accounts: properties.disableLocalAuth is false',
      },
      {
        file: 'modules/monitoring.bicep',
        from: 'DisableLocalAuth: true\n',
        to: '\n',
        complaint: 'Microsoft.Insights/components: properties.DisableLocalAuth is undefined',
      },
      {
        file: 'modules/monitoring.bicep',
        from: 'features: { disableLocalAuth: true }',
        to: 'features: {}',
        complaint: 'Microsoft.OperationalInsights/workspaces: properties.features.disableLocalAuth is undefined',
      },
      {
        file: 'modules/storage.bicep',
        from: 'allowSharedKeyAccess: false',
        to: 'allowSharedKeyAccess: true',
        complaint: 'Microsoft.Storage/storageAccounts: properties.allowSharedKeyAccess is true',
      },
      {
        file: 'modules/identity.bicep',
        from: "@description('Object id that",
        to: "resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = { name: name, location: location }\n\n@description('Object id that",
        complaint: 'Microsoft.ServiceBus/namespaces: nobody has said whether it has local authentication',
      },
    ],
  },
  {
    requirement: 'reads no key and holds no credential',
    complain: (resources) =>
      resources.flatMap((resource) => stringsOf(resource).filter((text) => CREDENTIALS.test(text))),
    breaches: [
      {
        file: 'modules/app.bicep',
        from: "AzureWebJobsStorage__credential: 'managedidentity'",
        to: "AzureWebJobsStorage__credential: listKeys(resourceId('Microsoft.Storage/storageAccounts', storageName), '2025-01-01').keys[0].value",
        complaint: 'listKeys(',
      },
      {
        file: 'modules/app.bicep',
        from: 'AzureWebJobsStorage__accountName: storageName',
        to: "AzureWebJobsStorage__accountName: 'AccountName=a;AccountKey=c2VjcmV0'",
        complaint: 'AccountKey=c2VjcmV0',
      },
    ],
  },
];

function complainOfLocalAuth(resource: Resource): readonly string[] {
  if (!(resource.type in LOCAL_AUTH)) return [`${resource.type}: nobody has said whether it has local authentication`];
  const switched = LOCAL_AUTH[resource.type];
  if (!switched) return [];
  const [path, off] = switched;
  return at(resource, path) === off ? [] : [`${resource.type}: ${path} is ${JSON.stringify(at(resource, path))}`];
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
