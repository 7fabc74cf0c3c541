import { otherDeployment } from 'other-models.bicep'
import { target } from 'settings.bicep'
import { realtimeDeployment } from 'types.bicep'

@description('Name of the Azure OpenAI account and its custom subdomain; the subdomain cannot be changed later.')
@minLength(2)
@maxLength(64)
param name string

@description('Region that offers the model.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Realtime deployment.')
param realtime realtimeDeployment

@description('Deployments beside it.')
param others otherDeployment[]

@description('Object id of the identity of the app.')
param principalId string

@description('Object id of a developer who runs the app on their own machine; empty for none.')
param developerPrincipalId string

@description('Data action of the role that may end calls; empty for no such role.')
param hangUpDataAction string

@description('Name of the workspace that diagnostic settings send to; empty for none.')
param diagnosticsWorkspace string

var roles = loadJsonContent('../roles.json')

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = if (!empty(diagnosticsWorkspace)) {
  name: diagnosticsWorkspace
}

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    // Browsers send their offer straight to this host, so it stays reachable.
    publicNetworkAccess: 'Enabled'
  }
}

resource realtimeModel 'Microsoft.CognitiveServices/accounts/deployments@2026-05-01' = {
  parent: account
  name: realtime.name
  tags: tags
  sku: { name: realtime.sku, capacity: realtime.capacity }
  properties: {
    model: {
      format: 'OpenAI'
      name: realtime.model
      ...(empty(realtime.version) ? {} : { version: realtime.version })
    }
    versionUpgradeOption: realtime.upgradeOption
    raiPolicyName: 'Microsoft.DefaultV2'
    deploymentState: realtime.state
  }
}

// After it: Azure refuses two deployments of one account at the same time.
module otherModels 'other-models.bicep' = if (!empty(others)) {
  params: { accountName: account.name, others: others, state: realtime.state, tags: tags }
  dependsOn: [realtimeModel]
}

var people = empty(developerPrincipalId) ? [] : [{ id: developerPrincipalId, type: 'User' }]

resource openAiUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for user in [{ id: principalId, type: 'ServicePrincipal' }, ...people]: {
    name: guid(account.id, user.id, roles.openAiUser)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.openAiUser)
      principalId: user.id
      principalType: user.type
    }
  }
]

// Apart from infra/roles.json, whose roles a pipeline may give: this one is made by somebody who may make roles.
module hangUpRole 'hang-up-role.bicep' = if (!empty(hangUpDataAction)) {
  params: { accountName: account.name, dataAction: hangUpDataAction, principalId: principalId }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(diagnosticsWorkspace)) {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspace.id
    logs: [{ categoryGroup: 'audit', enabled: true }, { categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The account, as the app asks it.')
output target target = {
  name: toLower(replace(location, ' ', ''))
  endpoint: account.properties.endpoint
  resourceId: account.id
}
