@export()
@description('Realtime model deployment; the name is what clients address and carries no version.')
type realtimeDeployment = {
  @description('Deployment name: what the app sends as session.model.')
  @minLength(2)
  @maxLength(64)
  name: string

  @description('Model name in the catalogue.')
  @minLength(1)
  model: string

  @description('Model version; empty lets Azure take the current default of the model.')
  version: string

  @description('Deployment SKU; which ones a model has differs by version and region.')
  sku: 'GlobalStandard' | 'DataZoneStandard' | 'Standard'

  @description('Capacity units; how many requests and tokens a minute one unit gives depends on the model version.')
  @minValue(1)
  capacity: int

  @description('What happens when the version retires.')
  upgradeOption: 'NoAutoUpgrade' | 'OnceCurrentVersionExpired' | 'OnceNewDefaultVersionAvailable'

  @description('Paused refuses inference: the kill switch for spending.')
  state: 'Running' | 'Paused'
}

@export()
@description('Who may call: an Entra tenant or another issuer. Exactly one of tenant and issuer is given.')
type caller = {
  @description('Entra tenant id; the issuers of both token versions are accepted.')
  @minLength(36)
  @maxLength(36)
  tenant: string?

  @description('Issuer of another OpenID Connect provider, https.')
  @minLength(9)
  issuer: string?

  @description('Accepted audiences: the application id and its api:// URI.')
  @minLength(1)
  audiences: string[]

  @description('Delegated scope that a token of a person must carry.')
  scope: string?

  @description('App role that an app-only token must carry; without it app-only tokens are refused.')
  role: string?

  @description('App role of a caller who may see the particulars of readyz; without it nobody may.')
  operatorRole: string?

  @description('App role of a caller who may end the calls of others; without it nobody may.')
  hangUpRole: string?

  @description('Makes the two roles reach the calls of every entry, and not of this one alone.')
  operates: 'all'?
}

@export()
@description('How the function app runs and scales.')
type hosting = {
  @description('Node.js major version of the Functions runtime.')
  nodeVersion: string

  @description('Memory of an instance in MB.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Most instances at once; spending is limited by quota and model capacity, not by this.')
  @minValue(40)
  @maxValue(1000)
  maximumInstanceCount: int

  @description('Requests that one instance takes at once; minting is waiting, so this is far above the default of 16.')
  @minValue(1)
  @maxValue(1000)
  perInstanceConcurrency: int

  @description('Instances that are kept warm and billed when idle; 0 scales to nothing.')
  @minValue(0)
  @maxValue(20)
  alwaysReadyInstances: int
}

@export()
@description('Costs of the resource group in a month that somebody is told about. It stops nothing.')
type monthlyBudget = {
  @description('Amount in the currency of the subscription\'s bill.')
  @minValue(1)
  amount: int

  @description('First day of the month in which the budget was made, as YYYY-MM-DD: Azure lets nobody move it.')
  @minLength(10)
  @maxLength(10)
  start: string

  @description('E-mail addresses that are told.')
  emails: string[]
}
