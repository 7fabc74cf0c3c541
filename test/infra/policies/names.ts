/**
 * Length and characters that Azure allows in names, from "Naming rules and restrictions for Azure resources"
 * (Microsoft Learn). Where the rule is wider than what anyone needs, ours is the narrower one.
 */
import type { Policy, Resource } from './policy';

const NAMES: Readonly<Record<string, RegExp>> = {
  'Microsoft.AppConfiguration/configurationStores': /^(?!.*---)[a-zA-Z0-9][a-zA-Z0-9-]{3,48}[a-zA-Z0-9]$/,
  'Microsoft.CognitiveServices/accounts': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}[a-zA-Z0-9]$/,
  'Microsoft.CognitiveServices/accounts/deployments': /^[a-zA-Z0-9][\w.-]{0,62}[a-zA-Z0-9]$/,
  'Microsoft.Insights/components': /^[\w.()-]{0,254}[\w()-]$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[a-zA-Z0-9][\w-]{2,127}$/,
  'Microsoft.OperationalInsights/workspaces': /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
  'Microsoft.Resources/resourceGroups': /^[\w.()-]{0,89}[\w()-]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Storage/storageAccounts/blobServices/containers': /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'Microsoft.Storage/storageAccounts/tableServices/tables': /^[a-zA-Z][a-zA-Z0-9]{2,62}$/,
  'Microsoft.Web/serverfarms': /^[a-zA-Z0-9-]{1,60}$/,
  'Microsoft.Web/sites': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/,
};

export const NAME_POLICIES: readonly Policy[] = [
  {
    requirement: 'has names that fit Azure’s rules, with the longest environment name too',
    complain: (resources) => resources.flatMap(complainOfName),
    breaches: [
      breach("storage: 'st", "storage: 'st-", 'Microsoft.Storage/storageAccounts'),
      breach("workspace: 'log-", "workspace: 'log_", 'Microsoft.OperationalInsights/workspaces'),
      breach(
        "plan: 'plan-",
        "plan: 'plan-that-is-longer-than-the-sixty-characters-that-a-plan-has-",
        'Microsoft.Web/serverfarms',
      ),
      breach("name: 'rg-", "name: 'rg+", 'Microsoft.Resources/resourceGroups'),
    ],
  },
  {
    requirement: 'has deployment names that outlive a model version',
    complain: (resources) =>
      resources
        .filter(
          ({ type, id }) => type === 'Microsoft.CognitiveServices/accounts/deployments' && /\d/.test(lastPart(id)),
        )
        .map(({ id }) => `${lastPart(id)} carries a version`),
    breaches: [
      {
        file: 'main.bicepparam',
        from: "'REALTIME_DEPLOYMENT', 'realtime'",
        to: "'REALTIME_DEPLOYMENT', 'realtime-2025-12-15'",
        complaint: 'realtime-2025-12-15 carries a version',
      },
    ],
  },
];

function complainOfName({ type, id }: Resource): readonly string[] {
  const rule = NAMES[type];
  return rule && !rule.test(lastPart(id)) ? [`${type} has a name that Azure refuses`] : [];
}

function lastPart(id: string): string {
  return id.split('/').at(-1) ?? '';
}

function breach(from: string, to: string, type: string) {
  return { file: 'main.bicep', from, to, complaint: `${type} has a name that Azure refuses` };
}
