@export()
@description('Deployment that is made beside the realtime one where it is asked for.')
type otherDeployment = {
  @description('Deployment name: what a session says of it.')
  @minLength(2)
  @maxLength(64)
  name: string

  @description('Model name in the catalogue.')
  @minLength(1)
  model: string

  @description('Model version; absent or empty lets Azure take the current default of the model.')
  version: string?

  @description('Capacity units.')
  @minValue(1)
  capacity: int
}

@description('Name of the Azure OpenAI account.')
param accountName string

@description('Deployments beside the realtime one.')
param others otherDeployment[]

@description('That of the realtime deployment, so that one switch stops all spending.')
param state 'Running' | 'Paused'

@description('Tags of every resource.')
param tags { *: string }

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

// One after the other: Azure refuses two deployments of one account at the same time.
@batchSize(1)
resource models 'Microsoft.CognitiveServices/accounts/deployments@2026-05-01' = [
  for other in others: {
    parent: account
    name: other.name
    tags: tags
    sku: { name: 'GlobalStandard', capacity: other.capacity }
    properties: {
      model: {
        format: 'OpenAI'
        name: other.model
        ...(empty(other.?version) ? {} : { version: other.?version })
      }
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable'
      raiPolicyName: 'Microsoft.DefaultV2'
      deploymentState: state
    }
  }
]
