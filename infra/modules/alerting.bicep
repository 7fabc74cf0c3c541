// Who is told what: the workbook, which is always there, and what costs something or disturbs somebody, if asked for.
import { alertThresholds } from 'alert-thresholds.bicep'
import { monthlyBudget } from 'types.bicep'

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

@description('Bounds of the alerts.')
param thresholds alertThresholds

@description('Where docs/operations.md is read.')
param runbookUrl string

@description('Day on which the model retires, as YYYY-MM-DD; empty where it is not known.')
param modelRetires string

@description('Whether there is a timer, whose silence is a fault.')
param sweeps bool

@description('Object ids of whoever may change settings without an alert.')
param settingsWriters string[]

@description('Whether the app is asked every five minutes from three places.')
param availabilityTest bool

@description('Where the app answers.')
param appUrl string

@description('Costs a month that somebody is told about; null for no budget.')
param budget monthlyBudget?

// Costs nothing but the queries of whoever looks.
module workbook 'workbook.bicep' = {
  params: {
    componentName: componentName
    workspaceName: workspaceName
    location: location
    tags: tags
    runbookUrl: runbookUrl
    modelRetires: modelRetires
  }
}

module alerts 'alerts.bicep' = if (!empty(emails) || !empty(actionGroupId)) {
  params: {
    componentName: componentName
    workspaceName: workspaceName
    location: location
    tags: tags
    emails: emails
    actionGroupId: actionGroupId
    thresholds: thresholds
    runbookUrl: runbookUrl
    modelRetires: modelRetires
    availabilityTest: availabilityTest
    sweeps: sweeps
    settingsWriters: settingsWriters
  }
}

module availability 'availability.bicep' = if (availabilityTest) {
  params: { componentName: componentName, location: location, tags: tags, appUrl: appUrl }
}

module costs 'budget.bicep' = if (budget != null) {
  params: { budget: budget!, actionGroupId: actionGroupId }
}
