import { hosting } from 'types.bicep'

@description('Name of the function app.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('How the app runs and scales.')
param host hosting

@description('Name of the identity of the app.')
param identityName string

@description('Name of the storage account.')
param storageName string

@description('Blob container of the deployment package.')
param packageContainerUrl string

@description('Name of the Application Insights component.')
param componentName string

@description('Endpoint of the App Configuration store.')
param configurationEndpoint string

@description('Label of the settings; empty for none.')
param configurationLabel string

@description('Whether the timer looks each minute which calls have to end.')
param callsSweep 'on' | 'off'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  tags: union(tags, { 'azd-service-name': 'api' })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    // CORS is left unset: the code answers preflights, and two owners give half-answered ones.
    siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'node', version: host.nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: host.instanceMemoryMB
        maximumInstanceCount: host.maximumInstanceCount
        alwaysReady: host.alwaysReadyInstances > 0 ? [{ name: 'http', instanceCount: host.alwaysReadyInstances }] : []
        triggers: { http: { perInstanceConcurrency: host.perInstanceConcurrency } }
      }
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  // Replaces the whole set: what is not here is not set. Everything else the app reads from App Configuration.
  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__accountName: storageName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      AZURE_CLIENT_ID: identity.properties.clientId
      AZURE_APPCONFIGURATION_ENDPOINT: configurationEndpoint
      AZURE_APPCONFIGURATION_LABEL: configurationLabel
      CALLS_SWEEP: callsSweep
    }
  }
}

@description('Where the app answers.')
output url string = 'https://${site.properties.defaultHostName}'
