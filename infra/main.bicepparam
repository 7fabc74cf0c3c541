using 'main.bicep'

// Values come from the environment: exported in a shell, or kept by azd with `azd env set`. What has no default is
// required, and its absence is an error that names it. infra/entra.sh prints what belongs to the registration.

var environmentAsked = readEnvironmentVariable('AZURE_ENV_NAME')
param environmentName = length(environmentAsked) > 24
  ? fail('AZURE_ENV_NAME has more than 24 characters: choose a shorter environment name.')
  : environmentAsked
param location = readEnvironmentVariable('AZURE_LOCATION')
param openAiLocation = readEnvironmentVariable('OPENAI_LOCATION', readEnvironmentVariable('AZURE_LOCATION'))

var deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID')
param deployer = {
  id: empty(deployerId)
    ? fail('AZURE_PRINCIPAL_ID is empty: set it to the object id of whoever deploys, as infra/entra.sh prints it.')
    : deployerId
  type: readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
}
param developerPrincipalId = readEnvironmentVariable('DEVELOPER_PRINCIPAL_ID', '')

var apiTenant = readEnvironmentVariable('API_TENANT_ID')
var apiClient = readEnvironmentVariable('API_CLIENT_ID')
param callers = empty(apiTenant) || empty(apiClient)
  ? fail('API_TENANT_ID or API_CLIENT_ID is empty, so there is no caller: set both to what infra/entra.sh prints.')
  : [
      {
        tenant: apiTenant
        audiences: [apiClient, 'api://${apiClient}']
        scope: 'Realtime.Connect'
        role: 'Realtime.Connect.All'
      }
    ]

// Several origins are separated by commas.
param corsOrigins = filter(
  map(split(readEnvironmentVariable('CORS_ORIGINS', ''), ','), origin => trim(origin)),
  origin => !empty(origin)
)

param realtime = {
  name: readEnvironmentVariable('REALTIME_DEPLOYMENT', 'realtime')
  model: readEnvironmentVariable('REALTIME_MODEL', 'gpt-realtime-mini')
  version: readEnvironmentVariable('REALTIME_MODEL_VERSION', '')
  sku: readEnvironmentVariable('REALTIME_SKU', 'GlobalStandard')
  capacity: int(readEnvironmentVariable('REALTIME_CAPACITY', '20')) < 1
    ? fail('REALTIME_CAPACITY must be 1 or more: to stop spending set REALTIME_STATE to Paused instead.')
    : int(readEnvironmentVariable('REALTIME_CAPACITY', '20'))
  upgradeOption: readEnvironmentVariable('REALTIME_UPGRADE', 'OnceNewDefaultVersionAvailable')
  state: readEnvironmentVariable('REALTIME_STATE', 'Running')
}

var transcriptionModel = readEnvironmentVariable('TRANSCRIPTION_MODEL', '')
param transcription = empty(transcriptionModel)
  ? null
  : {
      name: 'transcription'
      model: transcriptionModel
      capacity: int(readEnvironmentVariable('TRANSCRIPTION_CAPACITY', '20'))
    }

param host = {
  nodeVersion: '22'
  instanceMemoryMB: 2048
  maximumInstanceCount: 40
  perInstanceConcurrency: 100
  alwaysReadyInstances: int(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '0'))
}
param configurationSku = readEnvironmentVariable('APPCONFIGURATION_SKU', 'standard')
param configurationLabel = readEnvironmentVariable('AZURE_APPCONFIGURATION_LABEL', '')
param writeSettings = bool(readEnvironmentVariable('WRITE_SETTINGS', 'true'))
param diagnosticSettings = bool(readEnvironmentVariable('DIAGNOSTIC_SETTINGS', 'false'))
