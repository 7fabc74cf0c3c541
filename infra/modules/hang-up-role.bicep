@description('Name of the Azure OpenAI account.')
param accountName string

@description('The one data action of the role.')
param dataAction string

@description('Object id of the identity of the app.')
param principalId string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

// Not Cognitive Services User, which Microsoft's page names for this: that role may also list the account's keys.
resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(account.id, 'hang-up')
  properties: {
    roleName: 'Realtime call hang-up (${accountName})'
    description: 'Ends realtime calls of one Azure OpenAI account, and nothing else.'
    type: 'customRole'
    permissions: [{ actions: [], notActions: [], dataActions: [dataAction], notDataActions: [] }]
    assignableScopes: [resourceGroup().id]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'hang-up')
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.name)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
