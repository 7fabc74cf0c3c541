using 'main.bicep'

import { defaultHost } from 'modules/defaults.bicep'

// Values come from the environment: exported in a shell, or kept by azd with `azd env set`. What has no default is
// required, and its absence is an error that names it. infra/entra.sh prints what belongs to the registration.

var environmentAsked = readEnvironmentVariable('AZURE_ENV_NAME')
param environmentName = length(environmentAsked) > 24
  ? fail('AZURE_ENV_NAME has more than 24 characters: choose a shorter environment name.')
  : environmentAsked
param location = readEnvironmentVariable('AZURE_LOCATION')
// Several regions are separated by commas, the preferred one first.
param openAiLocations = filter(
  map(
    split(readEnvironmentVariable('OPENAI_LOCATION', readEnvironmentVariable('AZURE_LOCATION')), ','),
    region => trim(region)
  ),
  region => !empty(region)
)

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
        operatorRole: 'Realtime.Operate'
      }
    ]

// Several origins are separated by commas.
param corsOrigins = filter(
  map(split(readEnvironmentVariable('CORS_ORIGINS', ''), ','), origin => trim(origin)),
  origin => !empty(origin)
)

var models = loadJsonContent('models.json')
var realtimeModel = readEnvironmentVariable('REALTIME_MODEL', models.defaults.realtime)
var realtimeVersion = readEnvironmentVariable('REALTIME_MODEL_VERSION', '')
param realtime = {
  name: readEnvironmentVariable('REALTIME_DEPLOYMENT', 'realtime')
  model: realtimeModel
  version: realtimeVersion
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

// A preview: it is deployed only where it is asked for by name.
var liveModel = readEnvironmentVariable('LIVE_MODEL', '')
param live = empty(liveModel)
  ? null
  : {
      name: readEnvironmentVariable('LIVE_DEPLOYMENT', 'live')
      model: liveModel
      version: readEnvironmentVariable('LIVE_MODEL_VERSION', '')
      capacity: int(readEnvironmentVariable('LIVE_CAPACITY', '1'))
    }

var memory = readEnvironmentVariable('INSTANCE_MEMORY_MB', '2048')
param host = {
  ...defaultHost()
  instanceMemoryMB: memory == '512'
    ? 512
    : memory == '2048'
        ? 2048
        : memory == '4096'
            ? 4096
            : fail('INSTANCE_MEMORY_MB must be 512, 2048 or 4096, the sizes that Flex Consumption has.')
  alwaysReadyInstances: int(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '0'))
}
param callsSweep = readEnvironmentVariable('CALLS_SWEEP', 'on')
param hangUpDataAction = readEnvironmentVariable('HANG_UP_DATA_ACTION', '')
param configurationSku = readEnvironmentVariable('APPCONFIGURATION_SKU', 'standard')
// As the app reads the variable.
param configurationLabel = trim(readEnvironmentVariable('AZURE_APPCONFIGURATION_LABEL', ''))
param writeSettings = bool(readEnvironmentVariable('WRITE_SETTINGS', 'true'))
param diagnosticSettings = bool(readEnvironmentVariable('DIAGNOSTIC_SETTINGS', 'false'))

// Alerts go to somebody or are not made: several addresses are separated by commas.
param alertEmails = filter(
  map(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), address => trim(address)),
  address => !empty(address)
)
param alertActionGroup = readEnvironmentVariable('ALERT_ACTION_GROUP', '')
param alertBounds = {
  failurePercent: int(readEnvironmentVariable('ALERT_FAILURE_PERCENT', '10'))
  throttledCalls: int(readEnvironmentVariable('ALERT_THROTTLED_CALLS', '10'))
  p95Ms: int(readEnvironmentVariable('ALERT_LATENCY_MS', '3000'))
  quotaRefusedPercent: int(readEnvironmentVariable('ALERT_QUOTA_REFUSED_PERCENT', '20'))
  settingsFailingSeconds: int(readEnvironmentVariable('ALERT_SETTINGS_FAILING_SECONDS', '300'))
  daysLeft: int(readEnvironmentVariable('ALERT_DAYS_LEFT', '45'))
  failedPlaces: int(readEnvironmentVariable('ALERT_FAILED_PLACES', '1'))
  silentMinutes: int(readEnvironmentVariable('ALERT_SILENT_MINUTES', '5'))
  overdueSeconds: int(readEnvironmentVariable('ALERT_OVERDUE_SECONDS', '120'))
  forbiddenHangUps: int(readEnvironmentVariable('ALERT_FORBIDDEN_HANG_UPS', '0'))
  blindLooks: int(readEnvironmentVariable('ALERT_BLIND_LOOKS', '0'))
  changedSettings: int(readEnvironmentVariable('ALERT_CHANGED_SETTINGS', '0'))
}
// Object ids, separated by commas.
param settingsWriters = filter(
  map(split(readEnvironmentVariable('SETTINGS_WRITERS', ''), ','), writer => trim(writer)),
  writer => !empty(writer)
)
param runbookUrl = readEnvironmentVariable('RUNBOOK_URL', 'docs/operations.md')
param availabilityTest = bool(readEnvironmentVariable('AVAILABILITY_TEST', 'false'))

// What the newest source says of the version, or of the one that Azure takes; the earliest day where it names several.
var said = flatten(map(
  filter(
    models.models,
    model =>
      model.name == realtimeModel && (empty(realtimeVersion) ? model.isDefault : model.version == realtimeVersion)
  ),
  model => filter(model.said, saying => saying.source == model.said[0].source && contains(saying, 'retires'))
))
var ends = sort(map(said, saying => saying.retires), (one, other) => one < other)
var planned = empty(ends) ? '' : ends[0]
// A word stands for the default: the compiler takes no default that it has to work out with a lambda (BCP427).
var retirementAsked = readEnvironmentVariable('REALTIME_MODEL_RETIRES', 'planned')
var retirement = retirementAsked == 'planned' ? planned : retirementAsked
// The calendar from 2024 to 2052, counted from 1970: 30 February is not in it.
var calendar = map(range(20000, 10000), day => substring(dateTimeFromEpoch(day * 86400), 0, 10))
param modelRetires = empty(retirement) || contains(calendar, retirement)
  ? retirement
  : fail('REALTIME_MODEL_RETIRES must be a day that the calendar has, as YYYY-MM-DD, or empty for no alert; unset it is "${planned}".')

var budgetAmount = int(readEnvironmentVariable('BUDGET_AMOUNT', '0'))
var budgetStart = readEnvironmentVariable('BUDGET_START', '')
var emailsAsked = filter(
  map(split(readEnvironmentVariable('BUDGET_EMAILS', ''), ','), address => trim(address)),
  address => !empty(address)
)
var budgetEmails = empty(emailsAsked) ? alertEmails : emailsAsked
param budget = budgetAmount == 0
  ? null
  : {
      amount: budgetAmount
      start: endsWith(budgetStart, '-01') && contains(calendar, budgetStart)
        ? budgetStart
        : fail('BUDGET_START must be the first day of the month in which the budget is made, as YYYY-MM-01. Keep it for later deployments: Azure lets nobody move it.')
      emails: empty(budgetEmails) && empty(alertActionGroup)
        ? fail('BUDGET_AMOUNT is set and nobody is told: set BUDGET_EMAILS, ALERT_EMAILS or ALERT_ACTION_GROUP.')
        : budgetEmails
    }
