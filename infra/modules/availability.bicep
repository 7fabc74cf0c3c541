@description('Name of the Application Insights component.')
param componentName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Where the app answers.')
param appUrl string

@description('Places that ask every five minutes.')
param places string[] = ['emea-nl-ams-azr', 'us-va-ash-azr', 'apac-sg-sin-azr']

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource readyz 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'readyz'
  location: location
  // Without this tag the portal shows the test under no component.
  tags: union(tags, { 'hidden-link:${component.id}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'readyz'
    SyntheticMonitorId: 'readyz'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    // A cold instance has its first token and settings to fetch.
    Timeout: 30
    RetryEnabled: true
    Locations: [for place in places: { Id: place }]
    Request: { RequestUrl: '${appUrl}/api/readyz', HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}
