@export()
@description('Where the app asks Azure.')
type target = {
  @description('What profiles and telemetry call it: its region.')
  name: string

  @description('Address of the account.')
  endpoint: string

  @description('ARM id of the account.')
  resourceId: string
}

@description('Name of the App Configuration store.')
param storeName string

@description('Label of the key-values; empty for none.')
param label string

@description('Values by key, without the prefix. What is not here is the operator\'s and stays as it is.')
param values { *: string }

@description('The Azure OpenAI accounts, the preferred one first.')
@minLength(1)
param targets target[]

@description('What all keys of the app start with.')
param keyPrefix string = 'realtime:'

@description('A key or a label as it stands in the name of a resource: percent-encoded, with ~ for the % that Azure forbids.')
func named(text string) string => replace(replace(uriComponent(text), '~', '~7E'), '%', '~')

// One account stands in the settings as ever, so that an older version of the app finds it.
var upstream = length(targets) == 1
  ? { endpoint: targets[0].endpoint, resourceId: targets[0].resourceId }
  : { targets: string(targets) }

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' existing = {
  name: storeName
}

resource settings 'Microsoft.AppConfiguration/configurationStores/keyValues@2024-06-01' = [
  for item in items({ ...values, ...upstream }): {
    parent: store
    name: empty(label) ? named('${keyPrefix}${item.key}') : '${named('${keyPrefix}${item.key}')}$${named(label)}'
    properties: { value: item.value, contentType: 'text/plain' }
  }
]
