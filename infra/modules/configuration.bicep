@description('Name of the App Configuration store.')
@minLength(5)
@maxLength(50)
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Store SKU. One instance polling every 30 s makes 2,880 requests a day: free, with about 1,000, is not offered.')
param sku 'developer' | 'standard' | 'premium'

@description('Object id of the identity of the app.')
param principalId string

@description('Object id of whoever deploys, and so writes the key-values.')
param deployerId string

@description('Object id of a developer who runs the app on their own machine; empty for none.')
param developerPrincipalId string

@description('Name of the workspace that diagnostic settings send to.')
param diagnosticsWorkspace string

@description('Sends all logs and metrics there, and not only who changed a setting.')
param allDiagnostics bool

var roles = loadJsonContent('../roles.json')

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: diagnosticsWorkspace
}

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    disableLocalAuth: true
    // Without pass-through ARM cannot write key-values into a store whose local auth is off.
    dataPlaneProxy: { authenticationMode: 'Pass-through', privateLinkDelegation: 'Disabled' }
    // Off, so that a teardown with purge frees the name.
    enablePurgeProtection: false
    publicNetworkAccess: 'Enabled'
  }
}

resource dataReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(store.id, principalId, roles.appConfigurationDataReader)
  scope: store
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.appConfigurationDataReader
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(store.id, deployerId, roles.appConfigurationDataOwner)
  scope: store
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.appConfigurationDataOwner)
    principalId: deployerId
    // Without principalType, which deployer() does not tell (Azure/bicep#16503): whoever deploys has signed in, so the
    // directory has them already.
  }
}

resource developerReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(developerPrincipalId)) {
  name: guid(store.id, developerPrincipalId, roles.appConfigurationDataReader)
  scope: store
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.appConfigurationDataReader
    )
    principalId: developerPrincipalId
    principalType: 'User'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: store
  properties: {
    workspaceId: workspace.id
    // Whoever writes settings decides who may call. A record a change costs next to nothing.
    logs: [allDiagnostics ? { categoryGroup: 'allLogs', enabled: true } : { category: 'Audit', enabled: true }]
    metrics: allDiagnostics ? [{ category: 'AllMetrics', enabled: true }] : []
  }
}

@description('Endpoint of the store.')
output endpoint string = store.properties.endpoint
