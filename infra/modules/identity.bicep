@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

// User-assigned and created first: its roles exist before the site, so the first start does not race their propagation.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Object id that roles are assigned to.')
output principalId string = identity.properties.principalId
