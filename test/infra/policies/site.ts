/** The plan, the site and the storage account: nothing in clear text, no passwords, nothing that Flex refuses. */
import { at, expectEach, isRecord, type Policy } from './policy';

/** Settings that Flex Consumption refuses, or that would start a second telemetry agent. */
const FORBIDDEN_SETTINGS = [
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_EXTENSION_VERSION',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTSHARE',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'ENABLE_ORYX_BUILD',
  'WEBSITE_TIME_ZONE',
  'TZ',
  'ApplicationInsightsAgent_EXTENSION_VERSION',
];
/** cors: the code answers preflights, and two owners give half-answered ones. */
const FORBIDDEN_SITE_CONFIG = ['alwaysOn', 'linuxFxVersion', 'cors', 'appSettings'];

const namesAt = (value: unknown): readonly string[] => (isRecord(value) ? Object.keys(value) : []);

export const SITE_POLICIES: readonly Policy[] = [
  {
    requirement: 'runs on Flex Consumption with Node 22',
    complain: (resources) => [
      ...expectEach(resources, 'Microsoft.Web/serverfarms', { 'sku.name': 'FC1' }),
      ...expectEach(resources, 'Microsoft.Web/sites', { 'properties.functionAppConfig.runtime.version': '22' }),
    ],
    breaches: [
      {
        file: 'modules/app.bicep',
        from: "name: 'FC1'",
        to: "name: 'Y1'",
        complaint: 'Microsoft.Web/serverfarms: sku.name is "Y1"',
      },
      {
        file: 'modules/defaults.bicep',
        from: "nodeVersion: '22'",
        to: "nodeVersion: '18'",
        complaint: 'Microsoft.Web/sites: properties.functionAppConfig.runtime.version is "18"',
      },
    ],
  },
  {
    requirement: 'sets nothing that Flex Consumption forbids',
    complain: (resources) => [
      ...resources
        .filter(({ type }) => type === 'Microsoft.Web/sites/config')
        .flatMap((config) => namesAt(at(config, 'properties')))
        .filter((name) => FORBIDDEN_SETTINGS.includes(name)),
      ...resources
        .filter(({ type }) => type === 'Microsoft.Web/sites')
        .flatMap((site) => namesAt(at(site, 'properties.siteConfig')))
        .filter((name) => FORBIDDEN_SITE_CONFIG.includes(name)),
    ],
    breaches: [
      {
        file: 'modules/app.bicep',
        from: '      AZURE_APPCONFIGURATION_LABEL: configurationLabel',
        to: "      AZURE_APPCONFIGURATION_LABEL: configurationLabel\n      FUNCTIONS_EXTENSION_VERSION: '~4'",
        complaint: 'FUNCTIONS_EXTENSION_VERSION',
      },
      {
        file: 'modules/app.bicep',
        from: 'http20Enabled: true',
        to: "http20Enabled: true, alwaysOn: true, cors: { allowedOrigins: ['*'] }",
        complaint: 'cors',
      },
    ],
  },
  {
    requirement: 'speaks TLS 1.2 or newer only, and takes no FTP and no publishing password',
    complain: (resources) => [
      ...expectEach(resources, 'Microsoft.Web/sites', {
        'properties.httpsOnly': true,
        'properties.siteConfig.minTlsVersion': '1.2',
        'properties.siteConfig.scmMinTlsVersion': '1.2',
        'properties.siteConfig.ftpsState': 'Disabled',
      }),
      ...expectEach(resources, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies', { 'properties.allow': false }),
      ...['ftp', 'scm']
        .filter((name) => !resources.some(({ id }) => id.endsWith(`/basicPublishingCredentialsPolicies/${name}`)))
        .map((name) => `no publishing policy for ${name}`),
      ...expectEach(resources, 'Microsoft.Storage/storageAccounts', {
        'properties.minimumTlsVersion': 'TLS1_2',
        'properties.supportsHttpsTrafficOnly': true,
      }),
    ],
    breaches: [
      breach('httpsOnly: true', 'httpsOnly: false', 'properties.httpsOnly is false'),
      breach("{ minTlsVersion: '1.2'", "{ minTlsVersion: '1.0'", 'properties.siteConfig.minTlsVersion is "1.0"'),
      breach("scmMinTlsVersion: '1.2'", "scmMinTlsVersion: '1.1'", 'properties.siteConfig.scmMinTlsVersion is "1.1"'),
      breach("ftpsState: 'Disabled'", "ftpsState: 'AllAllowed'", 'properties.siteConfig.ftpsState is "AllAllowed"'),
      {
        file: 'modules/app.bicep',
        from: "name: 'ftp'\n    properties: { allow: false }",
        to: "name: 'ftp'\n    properties: { allow: true }",
        complaint: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies: properties.allow is true',
      },
      {
        file: 'modules/app.bicep',
        from: "resource scm 'basicPublishingCredentialsPolicies' = {",
        to: "resource scm 'basicPublishingCredentialsPolicies' = if (false) {",
        complaint: 'no publishing policy for scm',
      },
      {
        file: 'modules/storage.bicep',
        from: "minimumTlsVersion: 'TLS1_2'",
        to: "minimumTlsVersion: 'TLS1_0'",
        complaint: 'Microsoft.Storage/storageAccounts: properties.minimumTlsVersion is "TLS1_0"',
      },
      {
        file: 'modules/storage.bicep',
        from: 'supportsHttpsTrafficOnly: true',
        to: 'supportsHttpsTrafficOnly: false',
        complaint: 'Microsoft.Storage/storageAccounts: properties.supportsHttpsTrafficOnly is false',
      },
    ],
  },
  {
    requirement: 'shows no blob to the public',
    complain: (resources) => [
      ...expectEach(resources, 'Microsoft.Storage/storageAccounts', { 'properties.allowBlobPublicAccess': false }),
      ...expectEach(resources, 'Microsoft.Storage/storageAccounts/blobServices/containers', {
        'properties.publicAccess': 'None',
      }),
    ],
    breaches: [
      {
        file: 'modules/storage.bicep',
        from: 'allowBlobPublicAccess: false',
        to: 'allowBlobPublicAccess: true',
        complaint: 'Microsoft.Storage/storageAccounts: properties.allowBlobPublicAccess is true',
      },
      {
        file: 'modules/storage.bicep',
        from: "publicAccess: 'None'",
        to: "publicAccess: 'Blob'",
        complaint: 'Microsoft.Storage/storageAccounts/blobServices/containers: properties.publicAccess is "Blob"',
      },
    ],
  },
];

function breach(from: string, to: string, complaint: string) {
  return { file: 'modules/app.bicep', from, to, complaint: `Microsoft.Web/sites: ${complaint}` };
}
