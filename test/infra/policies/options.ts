/** What the variants are for: nothing optional by default, every option when asked for, and the kill switch. */
import type { Mutation } from '../compiler/template';
import { at, type Policy, type Resource } from './policy';

const DEPLOYMENTS = 'Microsoft.CognitiveServices/accounts/deployments';
const ROLES = 'Microsoft.Authorization/roleDefinitions';
const DIAGNOSTICS = 'Microsoft.Insights/diagnosticSettings';
const BUDGETS = 'Microsoft.Consumption/budgets';

/** Whoever writes settings decides who may call, so this log is no option. */
const AUDIT_ALONE = JSON.stringify([
  ['Microsoft.AppConfiguration/configurationStores', [{ category: 'Audit', enabled: true }], []],
]);

/** Asks for a version where none is wanted, and for none where one is. */
const VERSION_TURNED_ROUND: Mutation = {
  file: 'modules/openai.bicep',
  from: '{} : { version: realtime.version }',
  to: "{ version: 'fixed' } : {}",
};

const SWEEP_TURNED_ROUND: Mutation = {
  file: 'modules/app.bicep',
  from: 'CALLS_SWEEP: callsSweep',
  to: "CALLS_SWEEP: callsSweep == 'on' ? 'off' : 'on'",
};

export const OPTION_POLICIES: readonly Policy[] = [
  {
    requirement: 'asks for the mini model in its current default version, with capacity for real use',
    variants: ['default'],
    complain: (resources) => {
      const found = deployments(resources).map((deployment) => ({
        model: at(deployment, 'properties.model'),
        sku: at(deployment, 'sku'),
        upgrade: at(deployment, 'properties.versionUpgradeOption'),
        state: at(deployment, 'properties.deploymentState'),
      }));
      const wanted = {
        model: { format: 'OpenAI', name: 'gpt-realtime-mini' },
        sku: { name: 'GlobalStandard', capacity: 20 },
        upgrade: 'OnceNewDefaultVersionAvailable',
        state: 'Running',
      };
      return JSON.stringify(found[0]) === JSON.stringify(wanted)
        ? []
        : [`not what is wanted: ${JSON.stringify(found[0])}`];
    },
    breaches: [
      {
        file: 'main.bicepparam',
        from: "\n    : int(readEnvironmentVariable('REALTIME_CAPACITY', '20'))",
        to: "\n    : int(readEnvironmentVariable('REALTIME_CAPACITY', '1'))",
        complaint: '"capacity":1',
      },
      { ...VERSION_TURNED_ROUND, complaint: '"version":"fixed"' },
    ],
  },
  {
    requirement: 'has nothing optional unless it is asked for',
    variants: ['default', 'paused'],
    complain: (resources) => [
      ...(deployments(resources).filter((each) => !isLive(each)).length > 1 ? ['a transcription deployment'] : []),
      ...(deployments(resources).some(isLive) ? ['a deployment of GPT-Live'] : []),
      ...(JSON.stringify(sent(resources)) === AUDIT_ALONE ? [] : ['other diagnostic settings than the audit log']),
      ...(ofType(resources, BUDGETS).length > 0 ? ['a budget'] : []),
      ...(alwaysReady(resources) === '[]' ? [] : ['always-ready instances']),
      ...(ofType(resources, ROLES).length > 0 ? ['a role of its own'] : []),
    ],
    breaches: [
      optional("'TRANSCRIPTION_MODEL', ''", "'TRANSCRIPTION_MODEL', 'whisper'", 'a transcription deployment'),
      optional("'LIVE_MODEL', ''", "'LIVE_MODEL', 'gpt-live-1'", 'a deployment of GPT-Live'),
      optional(
        "'DIAGNOSTIC_SETTINGS', 'false'",
        "'DIAGNOSTIC_SETTINGS', 'true'",
        'other diagnostic settings than the audit log',
      ),
      {
        file: 'modules/configuration.bicep',
        from: "{ category: 'Audit', enabled: true }",
        to: "{ category: 'Audit', enabled: false }",
        complaint: 'other diagnostic settings than the audit log',
      },
      optional(
        'param budget = budgetAmount == 0\n  ? null',
        "param budget = budgetAmount == 0\n  ? { amount: 5, start: '2026-12-01', emails: ['a@example.com'] }",
        'a budget',
      ),
      optional("'ALWAYS_READY_INSTANCES', '0'", "'ALWAYS_READY_INSTANCES', '1'", 'always-ready instances'),
      optional(
        "'HANG_UP_DATA_ACTION', ''",
        "'HANG_UP_DATA_ACTION', 'Microsoft.CognitiveServices/accounts/a/action'",
        'a role of its own',
      ),
    ],
  },
  {
    requirement: 'has every option that is asked for',
    variants: ['everything'],
    complain: (resources) => [
      ...(deployments(resources).some(({ id }) => id.endsWith('/transcription'))
        ? []
        : ['no transcription deployment']),
      ...(deployments(resources).some((each) => isLive(each) && at(each, 'properties.model.version') === '2026-09-10')
        ? []
        : ['no deployment of GPT-Live in the version that was asked for']),
      ...(deployments(resources).some((deployment) => at(deployment, 'properties.model.version') === '2026-07-07')
        ? []
        : ['not the version that was asked for']),
      ...['AppConfiguration/configurationStores', 'CognitiveServices/accounts', 'Storage/storageAccounts']
        .filter((owner) => !ofType(resources, DIAGNOSTICS).some(({ id }) => id.includes(owner)))
        .map((owner) => `no diagnostic settings on ${owner}`),
      ...(alwaysReady(resources) === '[{"name":"http","instanceCount":2}]' ? [] : ['no always-ready instances']),
      ...(at(scaling(resources), 'instanceMemoryMB') === 512 ? [] : ['not the memory that was asked for']),
      ...ofType(resources, 'Microsoft.AppConfiguration/configurationStores/keyValues')
        .filter(({ name }) => !name.endsWith('$blue'))
        .map(({ name }) => `${name.split('/').at(-1)} is not under the label`),
    ],
    breaches: [
      {
        file: 'modules/other-models.bicep',
        from: 'name: other.name',
        to: "name: 'voice'",
        complaint: 'no transcription deployment',
      },
      {
        file: 'main.bicepparam',
        from: "'LIVE_MODEL_VERSION'",
        to: "'LIVE_MODEL_VERSIONS'",
        complaint: 'no deployment of GPT-Live in the version',
      },
      { ...VERSION_TURNED_ROUND, complaint: 'not the version that was asked for' },
      {
        file: 'modules/openai.bicep',
        from: "diagnosticSettings@2021-05-01-preview' = if (!empty(diagnosticsWorkspace))",
        to: "diagnosticSettings@2021-05-01-preview' = if (false)",
        complaint: 'no diagnostic settings on CognitiveServices/accounts',
      },
      {
        file: 'modules/blob-history.bicep',
        from: 'scope: account::blobs',
        to: 'scope: workspace',
        complaint: 'no diagnostic settings on Storage/storageAccounts',
      },
      {
        file: 'modules/app.bicep',
        from: 'instanceCount: host.alwaysReadyInstances',
        to: 'instanceCount: 1',
        complaint: 'no always-ready instances',
      },
      {
        file: 'modules/app.bicep',
        from: 'instanceMemoryMB: host.instanceMemoryMB',
        to: 'instanceMemoryMB: 2048',
        complaint: 'not the memory that was asked for',
      },
      {
        file: 'modules/settings.bicep',
        from: 'named(label)',
        to: "named('red')",
        complaint: 'realtime~3Adeployment$red is not under the label',
      },
    ],
  },
  {
    requirement: 'has the calls swept by a timer',
    variants: ['default', 'everything'],
    complain: (resources) => (sweep(resources) === 'on' ? [] : ['no timer']),
    breaches: [{ ...SWEEP_TURNED_ROUND, complaint: 'no timer' }],
  },
  {
    requirement: 'has no timer where that is asked for',
    variants: ['paused'],
    complain: (resources) => (sweep(resources) === 'off' ? [] : ['a timer']),
    breaches: [{ ...SWEEP_TURNED_ROUND, complaint: 'a timer' }],
  },
  {
    requirement: 'refuses inference while it is paused',
    variants: ['paused'],
    complain: (resources) =>
      deployments(resources)
        .filter((deployment) => at(deployment, 'properties.deploymentState') !== 'Paused')
        .map(({ id }) => `${id.split('/').at(-1)} runs`),
    breaches: [
      {
        file: 'main.bicepparam',
        from: "'REALTIME_STATE', 'Running'",
        to: "'REALTIME_STATES', 'Running'",
        complaint: 'realtime-2025-12-15 runs',
      },
    ],
  },
];

/** Which logs and metrics of what go to the workspace. */
function sent(resources: readonly Resource[]): readonly unknown[] {
  return ofType(resources, DIAGNOSTICS).map(({ id, properties }) => [
    /([^/]+\/[^/]+)\/[^/]+\/providers\/Microsoft\.Insights/.exec(id)?.[1],
    at(properties, 'logs'),
    at(properties, 'metrics'),
  ]);
}

function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

function deployments(resources: readonly Resource[]): readonly Resource[] {
  return ofType(resources, DEPLOYMENTS);
}

function isLive(deployment: Resource): boolean {
  return String(at(deployment, 'properties.model.name')).startsWith('gpt-live');
}

function alwaysReady(resources: readonly Resource[]): string {
  return JSON.stringify(at(scaling(resources), 'alwaysReady'));
}

function scaling(resources: readonly Resource[]): unknown {
  const [site] = ofType(resources, 'Microsoft.Web/sites');
  return at(site, 'properties.functionAppConfig.scaleAndConcurrency');
}

function sweep(resources: readonly Resource[]): unknown {
  const [settings] = ofType(resources, 'Microsoft.Web/sites/config');
  return at(settings, 'properties.CALLS_SWEEP');
}

function optional(from: string, to: string, complaint: string) {
  return { file: 'main.bicepparam', from, to, complaint };
}
