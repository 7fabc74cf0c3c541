/** GUIDs of the built-in roles, as infra/roles.json has them. */

export const ROLE_IDS = {
  openAiUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
  appConfigurationDataReader: '516239f1-63e1-4d78-a4de-a74fb236a071',
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
} as const;
