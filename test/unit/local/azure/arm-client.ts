/** Resource Manager and the Azure CLI of an emulated Azure, as the operator asks them. */
import type { EmulatedAzure } from '../../../../local/azure/azure.ts';
import { type RawAnswer, send } from './clients.ts';

export const VERSION = '?api-version=2025-09-01';

export function runAz(azure: EmulatedAzure, args: readonly string[]): Promise<RawAnswer> {
  const body = args.map((arg) => `${arg}\0`).join('');
  const headers = { 'content-type': 'application/json' };
  return send(azure, `${azure.urls.control}/az`, { method: 'POST', headers, body });
}

/** By the emulated `az`. */
export async function operatorToken(azure: EmulatedAzure, resource: string): Promise<string> {
  const args = ['account', 'get-access-token', '--output', 'json', '--resource', resource];
  const { body } = await runAz(azure, args);
  return JSON.parse(body).accessToken;
}

/** @param token the operator's own where it is not given. */
export async function askArm(
  azure: EmulatedAzure,
  method: string,
  path: string,
  { body, token }: { readonly body?: unknown; readonly token?: string } = {},
): Promise<RawAnswer> {
  const bearer = token ?? (await operatorToken(azure, 'https://management.azure.com'));
  return send(azure, azure.urls.arm + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export const codeOf = ({ body }: RawAnswer): unknown => JSON.parse(body).error.code;
