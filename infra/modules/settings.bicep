@description('Name of the App Configuration store.')
param storeName string

@description('Label of the key-values; empty for none.')
param label string

@description('Values by key, without the prefix. What is not here is the operator\'s and stays as it is.')
param values { *: string }

@description('What all keys of the app start with.')
param keyPrefix string = 'realtime:'

@description('A key or a label as it stands in the name of a resource: percent-encoded, with ~ for the % that Azure forbids.')
func named(text string) string => replace(replace(uriComponent(text), '~', '~7E'), '%', '~')

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' existing = {
  name: storeName
}

resource settings 'Microsoft.AppConfiguration/configurationStores/keyValues@2024-06-01' = [
  for item in items(values): {
    parent: store
    name: empty(label) ? named('${keyPrefix}${item.key}') : '${named('${keyPrefix}${item.key}')}$${named(label)}'
    properties: { value: item.value, contentType: 'text/plain' }
  }
]
