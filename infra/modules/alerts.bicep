import { queries } from 'queries.bicep'

@export()
@description('Bounds of the alerts, named as the columns of their queries.')
type alertThresholds = {
  @description('Percent of the requests of a quarter of an hour that fail for a reason of ours or of Azure\'s.')
  failurePercent: int

  @description('Answers 429 of Azure OpenAI in half an hour.')
  throttledCalls: int

  @description('Milliseconds: the 95th percentile of a quarter of an hour.')
  p95Ms: int

  @description('Percent of the requests of a quarter of an hour that the callers\' own quotas refuse.')
  quotaRefusedPercent: int

  @description('Seconds for which polls of the settings have failed in a row; after 3,600 nobody is served.')
  settingsFailingSeconds: int

  @description('Days until the model retires.')
  daysLeft: int

  @description('Places from which readyz gives no good answer.')
  failedPlaces: int
}

@description('Name of the Application Insights component.')
param componentName string

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

var rules = filter(
  items(loadJsonContent('../monitoring/alerts.json')),
  rule =>
    (rule.value.query != 'model-retirement' || !empty(modelRetires)) && (rule.value.query != 'availability' || availabilityTest)
)

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
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
      scopes: [component.id]
      evaluationFrequency: rule.value.frequency
      windowSize: rule.value.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: replace(queries[rule.value.query], '@@modelRetires@@', modelRetires)
            timeAggregation: rule.value.aggregation
            metricMeasureColumn: rule.value.column
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
