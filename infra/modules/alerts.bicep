import { alertThresholds } from 'alert-thresholds.bicep'
import { queries } from 'queries.bicep'

@description('Name of the Application Insights component.')
param componentName string

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('E-mail addresses that are told.')
param emails string[]

@description('Resource id of an action group that is told; empty for none.')
param actionGroupId string

@description('Bounds.')
param thresholds alertThresholds

@description('Where docs/operations.md is read: each alert names its section.')
param runbookUrl string

@description('Day on which the model retires, as YYYY-MM-DD; empty for no alert.')
param modelRetires string

@description('Whether there is an availability test to be alerted by.')
param availabilityTest bool

@description('Whether there is a timer, whose silence is a fault.')
param sweeps bool

@description('Object ids of whoever may change settings without an alert.')
param settingsWriters string[]

var withoutSubject = concat(
  empty(modelRetires) ? ['model-retirement'] : [],
  availabilityTest ? [] : ['availability'],
  sweeps ? [] : ['sweeps']
)
var rules = filter(
  items(loadJsonContent('../monitoring/alerts.json')),
  rule => !contains(withoutSubject, rule.value.query)
)

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'operators'
    emailReceivers: [
      for (email, index) in emails: { name: 'operator-${index}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

var values = { modelRetires: modelRetires, settingsWriters: string(settingsWriters) }

// The key of a rule is its name, and the anchor of its section in the runbook.
resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: rule.key
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.value.title
      description: 'What it means and what to do: ${runbookUrl}#${rule.key}'
      severity: rule.value.severity
      enabled: true
      scopes: [rule.value.?scope == 'workspace' ? workspace.id : component.id]
      // A workspace may not know the table of records that it has had none of (mspnp/aks-baseline#422).
      skipQueryValidation: rule.value.?scope == 'workspace'
      evaluationFrequency: rule.value.frequency
      windowSize: rule.value.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: reduce(
              items(values),
              queries[rule.value.query],
              (text, value) => replace(text, '@@${value.key}@@', value.value)
            )
            timeAggregation: rule.value.aggregation
            metricMeasureColumn: rule.value.column
            // An alert of its own for each, which names them.
            dimensions: map(rule.value.?dimensions ?? [], name => { name: name, operator: 'Include', values: ['*'] })
            operator: rule.value.operator
            threshold: thresholds[rule.value.column]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: {
        actionGroups: concat(empty(emails) ? [] : [people.id], empty(actionGroupId) ? [] : [actionGroupId])
        customProperties: { runbook: '${runbookUrl}#${rule.key}' }
      }
    }
  }
]
