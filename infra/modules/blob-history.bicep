@description('Name of the storage account.')
param storageName string

@description('Name of the workspace that diagnostic settings send to; empty for none.')
param diagnosticsWorkspace string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = if (!empty(diagnosticsWorkspace)) {
  name: diagnosticsWorkspace
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

// Earlier versions of the host's own blobs, never a current one: it writes some at every start. Those of packages stay.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'versions-of-the-host'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['azure-webjobs-'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 7 } } }
          }
        }
      ]
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(diagnosticsWorkspace)) {
  name: 'to-workspace'
  scope: account::blobs
  properties: {
    workspaceId: workspace.id
    // Not what is read: every instance reads the package.
    logs: [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]
  }
}
