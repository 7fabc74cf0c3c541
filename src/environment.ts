/** The environment: only what is needed to reach Azure. Everything else is in App Configuration. */

interface EnvironmentVariable {
  readonly name: string;
  readonly meaning: string;
  /** Set by the Functions platform and never by a person. */
  readonly byPlatform?: true;
  /** It says in another form what that variable says; the Functions host takes either. */
  readonly formOf?: string;
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
      'Storage of the Functions host, which also holds the tables of quotas and calls: a connection string, `UseDevelopmentStorage=true` for Azurite. In Azure set one of the next two instead; if both kinds are set, the app uses the identity and no key.',
  },
  {
    name: 'AzureWebJobsStorage__accountName',
    meaning:
      'Name of the storage account; the app reaches `https://<name>.table.core.windows.net` with the managed identity.',
    formOf: 'AzureWebJobsStorage',
  },
  {
    name: 'AzureWebJobsStorage__tableServiceUri',
    meaning: 'Address of the table service, if it is another one: in a sovereign cloud, or at a private endpoint.',
    formOf: 'AzureWebJobsStorage',
  },
  {
    name: 'AzureWebJobsStorage__clientId',
    meaning: 'Client id of the identity that the app uses for storage; without it that of `AZURE_CLIENT_ID`.',
    formOf: 'AzureWebJobsStorage',
  },
  {
    name: 'CALLS_SWEEP',
    meaning: '`off` registers no timer: then only requests to the relay sweep, and without one a call ends late.',
  },
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', meaning: 'Where telemetry goes; absent means none.' },
  {
    name: 'IDENTITY_ENDPOINT',
    meaning: 'Azure sets it where a managed identity is available; without it the app uses the Azure CLI’s sign-in.',
    byPlatform: true,
  },
  {
    name: 'WEBSITE_HOSTNAME',
    meaning: 'Host of the function app; the app makes the relay’s address from it.',
    byPlatform: true,
  },
  { name: 'WEBSITE_SITE_NAME', meaning: 'Name of the function app in telemetry.', byPlatform: true },
] as const satisfies readonly EnvironmentVariable[];

/** An empty variable is one that is not set. */
export interface Environment {
  readonly storeEndpoint: string | undefined;
  readonly storeLabel: string | undefined;
  readonly clientId: string | undefined;
  readonly storageConnection: string | undefined;
  readonly tableServiceUri: string | undefined;
  readonly storageClientId: string | undefined;
  readonly telemetryConnection: string | undefined;
  /** Whether the timer of the calls is registered. */
  readonly sweeps: boolean;
  readonly hasManagedIdentity: boolean;
  /** `<app>.azurewebsites.net`; under Core Tools `localhost:7071`. */
  readonly siteHost: string | undefined;
  readonly siteName: string | undefined;
}

type VariableName = (typeof ENVIRONMENT_VARIABLES)[number]['name'];

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: VariableName): string | undefined => variables[name]?.trim() || undefined;
  const account = read('AzureWebJobsStorage__accountName');
  const accountTables = account === undefined ? undefined : `https://${account}.table.core.windows.net`;
  const tableServiceUri = read('AzureWebJobsStorage__tableServiceUri') ?? accountTables;
  return {
    storeEndpoint: read('AZURE_APPCONFIGURATION_ENDPOINT'),
    storeLabel: read('AZURE_APPCONFIGURATION_LABEL'),
    clientId: read('AZURE_CLIENT_ID'),
    // A connection string that was left behind holds the account's key: the identity goes first.
    storageConnection: tableServiceUri === undefined ? read('AzureWebJobsStorage') : undefined,
    tableServiceUri,
    storageClientId: read('AzureWebJobsStorage__clientId') ?? read('AZURE_CLIENT_ID'),
    telemetryConnection: read('APPLICATIONINSIGHTS_CONNECTION_STRING'),
    sweeps: read('CALLS_SWEEP')?.toLowerCase() !== 'off',
    hasManagedIdentity: read('IDENTITY_ENDPOINT') !== undefined,
    siteHost: read('WEBSITE_HOSTNAME'),
    siteName: read('WEBSITE_SITE_NAME'),
  };
}
