/** The scope of a token for Resource Manager, in whichever cloud. */

export const PUBLIC_ARM = 'https://management.azure.com';

export function armScope(endpoint: string): string {
  return `${endpoint}/.default`;
}
