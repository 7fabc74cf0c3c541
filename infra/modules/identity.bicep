// The app's roles are named by its object id, as the doctor names them (tools/doctor/roles/assignment-name.ts) and every
// deployment so far: Azure refuses a role that is there under another name (RoleAssignmentExists). The id is known once
// the identity exists, so what-if cannot match these assignments with those that are there, and the linter says so where
// the id is passed on. Names without the id would only move that: what-if would show the id itself as a change, each
// time (Azure/arm-template-whatif#315).

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
