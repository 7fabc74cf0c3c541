import { monthlyBudget } from 'types.bicep'

@description('Amount, start and who is told.')
param budget monthlyBudget

@description('Resource id of an action group that is told; empty for none.')
param actionGroupId string

@description('Percent of the amount, and whether it is spent or foreseen for the end of the month.')
param bounds { *: { percent: int, type: 'Actual' | 'Forecasted' } } = {
  // With a fifth left there is time to look, and what is foreseen comes earlier where the month began fast.
  'most-is-spent': { percent: 80, type: 'Actual' }
  'more-is-foreseen': { percent: 100, type: 'Forecasted' }
}

// Of the resource group: what else the subscription holds does not count.
resource monthly 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'monthly'
  properties: {
    category: 'Cost'
    amount: budget.amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: budget.start }
    notifications: mapValues(bounds, bound => {
      enabled: true
      operator: 'GreaterThanOrEqualTo'
      threshold: bound.percent
      thresholdType: bound.type
      contactEmails: budget.emails
      contactGroups: empty(actionGroupId) ? [] : [actionGroupId]
    })
  }
}
