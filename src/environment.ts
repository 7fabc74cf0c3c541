/** The environment: only what is needed to reach Azure. Everything else is in App Configuration. */

interface EnvironmentVariable {
  readonly name: string;
  readonly meaning: string;
  /** Set by the Functions platform and never by a person. */
  readonly byPlatform?: true;
}

export const ENVIRONMENT_VARIABLES = [
  {
    name: 'AZURE_APPCONFIGURATION_ENDPOINT',
    meaning: 'The App Configuration store, `https://<store>.azconfig.io`.',
  },
  { name: 'AZURE_APPCONFIGURATION_LABEL', meaning: 'Label of the settings to read; empty means no label.' },
  { name: 'AZURE_CLIENT_ID', meaning: 'Client id of the user-assigned identity.' },
  {
    name: 'AzureWebJobsStorage',
    meaning:
      'Storage of the Functions host, as a connection string for Azurite or split into `__accountName`, `__credential`, `__clientId`.',
  },
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', meaning: 'Where telemetry goes; absent means none.' },
  {
    name: 'IDENTITY_ENDPOINT',
    meaning: 'Set where a managed identity can be used; without it the Azure CLI’s sign-in is.',
    byPlatform: true,
  },
  { name: 'WEBSITE_SITE_NAME', meaning: 'Name of the function app, by which its telemetry goes.', byPlatform: true },
] as const satisfies readonly EnvironmentVariable[];

/** An empty variable is one that is not set. */
export interface Environment {
  readonly storeEndpoint: string | undefined;
  readonly storeLabel: string | undefined;
  readonly clientId: string | undefined;
  readonly telemetryConnection: string | undefined;
  readonly hasManagedIdentity: boolean;
  readonly siteName: string | undefined;
}

type VariableName = (typeof ENVIRONMENT_VARIABLES)[number]['name'];

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: VariableName): string | undefined => variables[name]?.trim() || undefined;
  return {
    storeEndpoint: read('AZURE_APPCONFIGURATION_ENDPOINT'),
    storeLabel: read('AZURE_APPCONFIGURATION_LABEL'),
    clientId: read('AZURE_CLIENT_ID'),
    telemetryConnection: read('APPLICATIONINSIGHTS_CONNECTION_STRING'),
    hasManagedIdentity: read('IDENTITY_ENDPOINT') !== undefined,
    siteName: read('WEBSITE_SITE_NAME'),
  };
}
