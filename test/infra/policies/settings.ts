/** The app's environment and its settings: the template writes what the code reads, and nothing that is an operator's. */
import * as z from 'zod/mini';
import { ENVIRONMENT_VARIABLES } from '../../../src/environment';
import { BASE_SETTINGS, KEY_PREFIX, SETTING_KEYS } from '../../../src/settings/keys';
import { at, expectEach, isRecord, type Policy, type Resource } from './policy';

/** Read by the Functions host and not by the app. */
const HOST_VARIABLES = ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING'];

/** Where Azure OpenAI is: one account stands there as it always has, several are a list. */
const OF_ONE = ['endpoint', 'resourceId'];
const OF_SEVERAL = ['targets'];

export const SETTINGS_POLICIES: readonly Policy[] = [
  {
    requirement: 'sets the environment variables that the app reads, and no other',
    complain: (resources) => {
      const set = appSettings(resources);
      const known = ENVIRONMENT_VARIABLES.filter((variable) => !('byPlatform' in variable || 'formOf' in variable)).map(
        ({ name }) => name,
      );
      const belongs = (name: string, owner: string) => name === owner || name.startsWith(`${owner}__`);
      return [
        ...set
          .filter((name) => ![...known, ...HOST_VARIABLES].some((owner) => belongs(name, owner)))
          .map((name) => `${name} is read by nobody`),
        ...known.filter((owner) => !set.some((name) => belongs(name, owner))).map((name) => `${name} is not set`),
      ];
    },
    breaches: [
      {
        file: 'modules/app.bicep',
        from: 'AZURE_CLIENT_ID: identity',
        to: 'AZURE_CLIENTID: identity',
        complaint: 'AZURE_CLIENTID is read by nobody',
      },
      {
        file: 'modules/app.bicep',
        from: '      APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString\n',
        to: '',
        complaint: 'APPLICATIONINSIGHTS_CONNECTION_STRING is not set',
      },
    ],
  },
  {
    requirement: 'writes every setting that is the infrastructure’s and none that is the operator’s',
    complain: (resources) => {
      const written = keyValues(resources).map(({ key }) => key);
      const isOne = accounts(resources).length === 1;
      const ours = SETTING_KEYS.filter(({ writtenBy }) => writtenBy === 'bicep')
        .map(({ key }) => key)
        .filter((key) => !(isOne ? OF_SEVERAL : OF_ONE).includes(key));
      return [
        ...written.filter((key) => !ours.includes(key)).map((key) => `${key} is not the infrastructure’s`),
        ...ours.filter((key) => !written.includes(key)).map((key) => `${key} is not written`),
      ];
    },
    breaches: [
      {
        file: 'main.bicep',
        from: 'deployment: realtime.name',
        to: "deployment: realtime.name\n      tokenScope: 'https://ai.azure.com/.default'",
        complaint: 'tokenScope is not the infrastructure’s',
      },
      {
        file: 'modules/settings.bicep',
        from: 'length(targets) == 1',
        to: 'length(targets) == 2',
        complaint: 'targets is not the infrastructure’s',
      },
      {
        file: 'main.bicep',
        from: "'cors:origins': string(corsOrigins)",
        to: "'cors:origin': string(corsOrigins)",
        complaint: 'cors:origins is not written',
      },
    ],
  },
  {
    requirement: 'writes values that the app accepts',
    complain: (resources) => keyValues(resources).flatMap(complainOfValue),
    breaches: [
      {
        file: 'main.bicepparam',
        from: "scope: 'Realtime.Connect'",
        to: "scope: 'api://a/Realtime.Connect'",
        complaint: 'callers: must be the short name, such as Realtime.Connect',
      },
    ],
  },
  {
    requirement:
      'writes the salt that the app has made of its two variables before, so that nobody’s pseudonym changes',
    complain: (resources) => {
      const site = at(
        resources.find(({ type }) => type === 'Microsoft.Web/sites/config'),
        'properties',
      );
      const [endpoint, label] = ['AZURE_APPCONFIGURATION_ENDPOINT', 'AZURE_APPCONFIGURATION_LABEL'].map((name) =>
        String(at(site, name)).replace(/^\[(.*)\]$/, '$1'),
      );
      const salt = keyValues(resources).find(({ key }) => key === 'salt')?.value;
      return salt === `[format('{0}#{1}', ${endpoint}, '${label}')]` ? [] : ['the salt is another text'];
    },
    breaches: [
      {
        file: 'main.bicep',
        from: "salt: '$",
        to: "salt: '/$",
        complaint: 'the salt is another text',
      },
    ],
  },
  {
    requirement: 'writes settings through the deployer’s own token, into a store that bears the polling',
    complain: (resources) =>
      expectEach(resources, 'Microsoft.AppConfiguration/configurationStores', {
        'properties.dataPlaneProxy.authenticationMode': 'Pass-through',
        'sku.name': 'standard',
      }),
    breaches: [
      {
        file: 'modules/configuration.bicep',
        from: "authenticationMode: 'Pass-through'",
        to: "authenticationMode: 'Local'",
        complaint:
          'Microsoft.AppConfiguration/configurationStores: properties.dataPlaneProxy.authenticationMode is "Local"',
      },
      {
        file: 'modules/configuration.bicep',
        from: 'sku: { name: sku }',
        to: "sku: { name: 'free' }",
        complaint: 'Microsoft.AppConfiguration/configurationStores: sku.name is "free"',
      },
    ],
  },
];

function accounts(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(({ type }) => type === 'Microsoft.CognitiveServices/accounts');
}

function appSettings(resources: readonly Resource[]): readonly string[] {
  const config = resources.find(({ type }) => type === 'Microsoft.Web/sites/config');
  const settings = at(config, 'properties');
  return isRecord(settings) ? Object.keys(settings) : [];
}

interface KeyValue {
  /** Without the prefix; whatever does not start with it stays whole, and so is known to nobody. */
  readonly key: string;
  readonly value: string;
}

function keyValues(resources: readonly Resource[]): readonly KeyValue[] {
  return resources
    .filter(({ type }) => type === 'Microsoft.AppConfiguration/configurationStores/keyValues')
    .map((resource) => {
      const [encoded = ''] = resource.name.replace(/^[^/]*\//, '').split('$');
      const name = decodeURIComponent(encoded.replaceAll('~', '%'));
      const key = name.startsWith(KEY_PREFIX) ? name.slice(KEY_PREFIX.length) : name;
      return { key, value: String(at(resource, 'properties.value')) };
    });
}

function complainOfValue({ key, value }: KeyValue): readonly string[] {
  // What only Azure knows, such as an endpoint, is still an expression.
  const isExpression = /^\[(?:reference|format|string)\(/.test(value);
  const setting = Object.entries(BASE_SETTINGS).find(([known]) => known === key)?.[1];
  if (isExpression || !setting) return [];
  const { error } = z.safeParse<z.ZodMiniType>(setting.schema, value);
  return error?.issues.map(({ message }) => `${key}: ${message}`) ?? [];
}
