/** Who may do what: the table, and each role on the one resource it is for. */
import { VARIANTS } from '../compiler/variants';
import { at, type Policy, type Resource } from './policy';

const OPENAI_USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd on Microsoft.CognitiveServices/accounts';
const DATA_READER = '516239f1-63e1-4d78-a4de-a74fb236a071 on Microsoft.AppConfiguration/configurationStores';
const DATA_OWNER = '5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b on Microsoft.AppConfiguration/configurationStores';
const TABLE_CONTRIBUTOR = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts';
const BLOB_OWNER = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts';
const METRICS_PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components';

const DEFINITIONS = 'Microsoft.Authorization/roleDefinitions';
const HANG_UP = `a role of [] and [${VARIANTS.everything.HANG_UP_DATA_ACTION}] on Microsoft.CognitiveServices/accounts`;

const APP = [OPENAI_USER, DATA_READER, BLOB_OWNER, TABLE_CONTRIBUTOR, METRICS_PUBLISHER].map(
  (grant) => `the app (ServicePrincipal): ${grant}`,
);
const DEVELOPER = [OPENAI_USER, DATA_READER, TABLE_CONTRIBUTOR].map((grant) => `the developer (User): ${grant}`);

/** Azure looks up whether it is a person or a pipeline. */
const DEPLOYER = `the deployer (undefined): ${DATA_OWNER}`;

const developerId = VARIANTS.everything.DEVELOPER_PRINCIPAL_ID;

export const ROLE_POLICIES: readonly Policy[] = [
  {
    requirement: 'gives the app and whoever deploys exactly the roles they need, each on one resource',
    variants: ['default', 'paused'],
    complain: (resources) => differences(resources, [...APP, DEPLOYER]),
    breaches: [
      {
        file: 'roles.json',
        from: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
        to: 'a001fd3d-188f-4b5d-821b-7da978bf7442',
        complaint:
          'too much: the app (ServicePrincipal): a001fd3d-188f-4b5d-821b-7da978bf7442 on Microsoft.CognitiveServices/accounts',
      },
      {
        file: 'modules/monitoring.bicep',
        from: '  scope: component\n',
        to: '',
        complaint: `missing: the app (ServicePrincipal): ${METRICS_PUBLISHER}`,
      },
    ],
  },
  {
    requirement: 'gives a developer theirs too, and the app one of the named data action alone',
    variants: ['everything'],
    complain: (resources) =>
      differences(resources, [...APP, ...DEVELOPER, `the app (ServicePrincipal): ${HANG_UP}`, DEPLOYER]),
    breaches: [
      {
        file: 'modules/hang-up-role.bicep',
        from: 'scope: account',
        to: 'scope: resourceGroup()',
        complaint: 'too much: the app (ServicePrincipal): a role of [] and',
      },
      {
        file: 'modules/hang-up-role.bicep',
        from: '[dataAction]',
        to: "[dataAction, 'Microsoft.CognitiveServices/*']",
        complaint: 'Microsoft.CognitiveServices/*] on',
      },
      {
        file: 'modules/configuration.bicep',
        from: 'principalId: deployerId\n',
        to: "principalId: deployerId\n    principalType: 'User'\n",
        complaint: `missing: ${DEPLOYER}`,
      },
      {
        file: 'modules/storage.bicep',
        from: 'if (!empty(developerPrincipalId))',
        to: 'if (false)',
        complaint: `missing: the developer (User): ${TABLE_CONTRIBUTOR}`,
      },
    ],
  },
  {
    requirement: 'gives the app its roles at the account of each region',
    variants: ['regions'],
    complain: (resources) => differences(resources, [...APP, `the app (ServicePrincipal): ${HANG_UP}`, DEPLOYER]),
    breaches: [
      {
        file: 'modules/openai.bicep',
        from: "'hang-up-role.bicep' = if (!empty(hangUpDataAction))",
        to: "'hang-up-role.bicep' = if (!empty(hangUpDataAction) && location == 'swedencentral')",
        complaint: `missing: the app (ServicePrincipal): ${HANG_UP}`,
      },
    ],
  },
];

/** Each role is wanted once on each resource of its type. */
function differences(resources: readonly Resource[], wanted: readonly string[]): readonly string[] {
  const made = resources.filter(({ type }) => type === DEFINITIONS);
  const given = resources
    .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
    .map((resource) => ({ grant: describeGrant(resource, made), on: scopeOf(resource.id) }));
  const times = (grant: string) => new Set(given.filter((each) => each.grant === grant).map(({ on }) => on)).size;
  const resourcesFor = (grant: string) => resources.filter(({ type }) => grant.endsWith(` on ${type}`)).length;
  const texts = given.map(({ grant, on }) => `${grant} ${on}`);
  return [
    ...given.filter(({ grant }) => !wanted.includes(grant)).map(({ grant }) => `too much: ${grant}`),
    ...wanted.filter((grant) => times(grant) < resourcesFor(grant)).map((grant) => `missing: ${grant}`),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `twice: ${text}`),
  ];
}

function describeGrant(resource: Resource, made: readonly Resource[]): string {
  const id = String(at(resource, 'properties.roleDefinitionId')).split('/').at(-1);
  const own = made.find(({ name }) => name === id);
  const role = own ? describeRole(own) : id;
  const type = at(resource, 'properties.principalType');
  return `${principalOf(String(at(resource, 'properties.principalId')))} (${type}): ${role} on ${typeOf(scopeOf(resource.id))}`;
}

/** All that a role of the template's own permits. */
function describeRole(role: Resource): string {
  const permitted = [at(role, 'properties.permissions')].flat();
  const of = (kind: string) => permitted.flatMap((permission) => at(permission, kind));
  return `a role of [${of('actions').join()}] and [${of('dataActions').join()}]`;
}

function principalOf(id: string): string {
  if (id === '[deployer().objectId]') return 'the deployer';
  if (id === developerId) return 'the developer';
  return /format\('identity-[^[\]]*outputs\.principalId\.value\]$/.test(id) ? 'the app' : id;
}

/** The one resource that an assignment's id, literal or still an expression, is an extension of. */
function scopeOf(id: string): string {
  const [scope = ''] = id.replace("[extensionResourceId('", '').split(/'|\/providers\/Microsoft\.Authorization/);
  return scope;
}

function typeOf(scope: string): string {
  return (
    /\/resourceGroups\/[^/]+\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(scope)?.[1] ?? `more than one resource (${scope})`
  );
}
