import { alertThresholds } from 'modules/alert-thresholds.bicep'
import { checkedCallers, checkedDataAction, checkedName, checkedSite } from 'modules/validation.bicep'
import { defaultAlertBounds, defaultHost, defaultRealtime } from 'modules/defaults.bicep'
import { otherDeployment } from 'modules/other-models.bicep'
import { caller, hosting, monthlyBudget, realtimeDeployment } from 'modules/types.bicep'

targetScope = 'subscription'

@description('Environment name: a to z, 0 to 9 and hyphens, in the resource group\'s and the app\'s name.')
@minLength(2)
@maxLength(24)
param environmentName string

@description('Region of everything but the model.')
@metadata({ azd: { type: 'location' } })
@minLength(1)
param location string

@description('Regions of the Azure OpenAI accounts, the preferred one first: each has to offer the model (docs/deploy.md).')
@minLength(1)
param openAiLocations string[] = [location]

@description('Object id of a developer who gets the three data roles, so that func start works; empty for none.')
@maxLength(36)
param developerPrincipalId string = ''

@description('Who may call.')
@minLength(1)
param callers caller[]

@description('Exact origins of the pages that may call, such as https://app.example.com.')
param corsOrigins string[] = []

@description('Realtime deployment.')
param realtime realtimeDeployment = defaultRealtime()

@description('Deployment for input transcription; null for none.')
param transcription otherDeployment?

@description('Deployment of GPT-Live, a preview that not every region offers; null for none.')
param live otherDeployment?

@description('How the app runs and scales.')
param host hosting = defaultHost()

@description('Whether a timer looks each minute which relayed calls have to end; it keeps no instance awake in between.')
param callsSweep 'on' | 'off' = 'on'

@description('Data action that Azure names where it refuses the app a hang-up; a role of it alone is made. Empty for none.')
param hangUpDataAction string = ''

@description('SKU of the App Configuration store.')
param configurationSku 'developer' | 'standard' | 'premium' = 'standard'

@description('Label of the settings, so that several apps can share a store; empty for none.')
param configurationLabel string = ''

@description('Writes the settings that belong to the infrastructure; false leaves the store as it is.')
param writeSettings bool = true

@description('Sends logs and metrics of the account and the store, and who wrote blobs, to the workspace; ingestion costs. The store\'s audit log always goes there.')
param diagnosticSettings bool = false

@description('E-mail addresses that alerts go to. Without them and an action group there are no alerts, which are billed by the rule.')
param alertEmails string[] = []

@description('Resource id of an action group that alerts go to, besides the addresses; empty for none.')
param alertActionGroup string = ''

@description('Bounds of the alerts.')
param alertBounds alertThresholds = defaultAlertBounds()

@description('Where docs/operations.md is read, for the links of alerts and workbook.')
param runbookUrl string = 'docs/operations.md'

@description('Day on which the model retires, as YYYY-MM-DD; empty where it is not known.')
@maxLength(10)
param modelRetires string = ''

@description('Asks readyz every five minutes from three places, which keeps an instance awake.')
param availabilityTest bool = false

@description('Object ids of whoever may change settings without an alert, such as a pipeline that deploys.')
param settingsWriters string[] = []

@description('Costs a month that somebody is told about; null for no budget.')
param budget monthlyBudget?

var environment = checkedName(environmentName)
var tags = { 'azd-env-name': environment }
var suffix = uniqueString(group.id)
var names = {
  identity: 'id-${suffix}'
  storage: 'st${suffix}'
  workspace: 'log-${suffix}'
  component: 'appi-${suffix}'
  configuration: 'appcs-${suffix}'
  plan: 'plan-${suffix}'
  app: 'func-${checkedSite(environment)}-${suffix}'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environment}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: names.identity, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.storage
    location: location
    tags: tags
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    developerPrincipalId: developerPrincipalId
    diagnosticsWorkspace: diagnosticSettings ? names.workspace : ''
  }
  dependsOn: [monitoring]
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    componentName: names.component
    location: location
    tags: tags
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
  }
}

module configuration 'modules/configuration.bicep' = {
  scope: group
  params: {
    name: names.configuration
    location: location
    tags: tags
    sku: configurationSku
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    deployerId: deployer().objectId
    developerPrincipalId: developerPrincipalId
    diagnosticsWorkspace: names.workspace
    allDiagnostics: diagnosticSettings
  }
  dependsOn: [monitoring]
}

module openAi 'modules/openai.bicep' = [
  for region in openAiLocations: {
    scope: group
    params: {
      // An account cannot change its region: another region gives another name, so moving is a parameter.
      name: 'oai-${uniqueString(group.id, region)}'
      location: region
      tags: tags
      realtime: realtime
      others: concat(transcription == null ? [] : [transcription!], live == null ? [] : [live!])
      #disable-next-line what-if-short-circuiting
      principalId: identity.outputs.principalId
      developerPrincipalId: developerPrincipalId
      hangUpDataAction: empty(hangUpDataAction) ? '' : checkedDataAction(hangUpDataAction)
      diagnosticsWorkspace: diagnosticSettings ? names.workspace : ''
    }
    dependsOn: [monitoring]
  }
]

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    host: host
    identityName: names.identity
    storageName: names.storage
    packageContainerUrl: storage.outputs.packageContainerUrl
    componentName: names.component
    configurationEndpoint: configuration.outputs.endpoint
    configurationLabel: configurationLabel
    callsSweep: callsSweep
  }
  // The roles exist before the first start asks for them.
  dependsOn: [openAi, monitoring]
}

module alerting 'modules/alerting.bicep' = {
  scope: group
  params: {
    componentName: names.component
    workspaceName: names.workspace
    location: location
    tags: tags
    emails: alertEmails
    actionGroupId: alertActionGroup
    thresholds: alertBounds
    runbookUrl: runbookUrl
    modelRetires: modelRetires
    sweeps: callsSweep == 'on'
    settingsWriters: settingsWriters
    availabilityTest: availabilityTest
    appUrl: app.outputs.url
    budget: budget
  }
  dependsOn: [monitoring]
}

// Last, so that the deployer's role on the store has had the longest time to take effect.
module settings 'modules/settings.bicep' = if (writeSettings) {
  scope: group
  params: {
    storeName: names.configuration
    label: configurationLabel
    values: {
      deployment: realtime.name
      callers: string(checkedCallers(callers))
      'cors:origins': string(corsOrigins)
      // Exactly what the app made of its two variables before there was this key: nobody's pseudonym may change.
      salt: '${configuration.outputs.endpoint}#${configurationLabel}'
    }
    targets: [for (region, index) in openAiLocations: openAi[index].outputs.target]
  }
  dependsOn: [app]
}

@description('Resource group of everything.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the deployment of GPT-Live, for a profile that names it; empty where there is none.')
output LIVE_DEPLOYMENT_NAME string = live.?name ?? ''

@description('Where the app answers.')
output API_URL string = app.outputs.url

@description('Endpoint of the App Configuration store, for local.settings.json.')
output AZURE_APPCONFIGURATION_ENDPOINT string = configuration.outputs.endpoint

@description('Name of the App Configuration store, for az appconfig.')
output APPCONFIGURATION_NAME string = names.configuration

@description('Name of the storage account, for local.settings.json.')
output STORAGE_ACCOUNT_NAME string = names.storage
