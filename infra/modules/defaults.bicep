// What main.bicep deploys where it is not told; main.bicepparam starts from it too.
// Functions, since a parameter's default may call one and may not name a variable.
import { alertThresholds } from 'alert-thresholds.bicep'
import { hosting, realtimeDeployment } from 'types.bicep'

@export()
@description('Realtime deployment.')
func defaultRealtime() realtimeDeployment => {
  name: 'realtime'
  model: loadJsonContent('../models.json').defaults.realtime
  version: ''
  sku: 'GlobalStandard'
  capacity: 20
  upgradeOption: 'OnceNewDefaultVersionAvailable'
  state: 'Running'
}

@export()
@description('How the app runs and scales.')
func defaultHost() hosting => {
  nodeVersion: '22'
  instanceMemoryMB: 2048
  maximumInstanceCount: 40
  perInstanceConcurrency: 100
  alwaysReadyInstances: 0
}

@export()
@description('Bounds of the alerts.')
func defaultAlertBounds() alertThresholds => {
  failurePercent: 10
  throttledCalls: 10
  p95Ms: 3000
  quotaRefusedPercent: 20
  settingsFailingSeconds: 300
  daysLeft: 45
  failedPlaces: 1
  silentMinutes: 5
  overdueSeconds: 120
  forbiddenHangUps: 0
  blindLooks: 0
  changedSettings: 0
}
