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

  @description('Minutes without a sweep while a call is on the line.')
  silentMinutes: int

  @description('Seconds by which a call has outlived its end.')
  overdueSeconds: int

  @description('Times that somebody said so in a quarter of an hour.')
  forbiddenHangUps: int

  @description('Times that somebody said so in a quarter of an hour.')
  blindLooks: int

  @description('Changes of settings in half an hour by one who has not been named as their writer.')
  changedSettings: int
}
