import { queries } from 'queries.bicep'

@description('Name of the Application Insights component.')
param componentName string

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Where docs/operations.md is read.')
param runbookUrl string

@description('Day on which the model retires, as YYYY-MM-DD; empty where it is not known.')
param modelRetires string

@description('A text as it stands between the quotes of JSON.')
func quoted(text string) string => substring(string([text]), 1, max(0, length(string([text])) - 2))

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

var values = {
  componentId: component.id
  workspaceId: workspace.id
  settingsWriters: '[]' // Everybody is shown.
  modelRetires: empty(modelRetires) ? 'null' : modelRetires
  runbook: runbookUrl
}
var withQueries = reduce(
  items(queries),
  string(loadJsonContent('../monitoring/workbook.json')),
  (text, query) => replace(text, '"@@${query.key}.kql@@"', quoted(query.value))
)

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(component.id, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Realtime token endpoint'
    category: 'workbook'
    sourceId: component.id
    serializedData: reduce(items(values), withQueries, (text, value) => replace(text, '@@${value.key}@@', value.value))
  }
}
