/** The account as a person names it: by name, by an address out of their code, by its ARM id or the portal's. */

import type { Result } from '../../src/lib/result.ts';
import { parseEndpoint, type RealtimeEndpoint } from '../../src/realtime/endpoint.ts';
import { type ArmId, parseArmId } from './arm/arm-id.ts';
import { UsageError } from './command-options.ts';

export type NamedAccount =
  | { readonly by: 'id'; readonly id: ArmId; readonly deployment: string | undefined }
  | { readonly by: 'name'; readonly name: string; readonly deployment: undefined }
  | NamedByAddress;

export interface NamedByAddress {
  readonly by: 'address';
  /** What was pasted, with https where it had another scheme or none. */
  readonly url: URL;
  readonly endpoint: Result<RealtimeEndpoint, string>;
  /** That the address names, in its path or its query. */
  readonly deployment: string | undefined;
}

export const ACCOUNTS = 'Microsoft.CognitiveServices/accounts';
/** Also inside an address of the portal, and of a deployment or project below it. */
const ACCOUNT_ID =
  /\/subscriptions\/[\w-]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.CognitiveServices\/accounts\/[\w.-]+/i;
const DEPLOYMENT_OF_ID = /\/deployments\/([^/?#\s]+)/i;
const ANY_ID = /^\/subscriptions\//i;
const HOST = /\.(?:azure\.(?:com|us|cn)|microsoft\.(?:com|us)|openai\.com)$/i;

/** @throws {UsageError} when it is nothing of these. */
export function readAccount(text: string): NamedAccount {
  const trimmed = text.trim();
  const id = parseArmId(ACCOUNT_ID.exec(trimmed)?.[0] ?? '');
  if (id) return { by: 'id', id, deployment: DEPLOYMENT_OF_ID.exec(trimmed)?.[1] };
  if (ANY_ID.test(trimmed)) {
    throw new UsageError(`--account must be the ARM id of an account (…/providers/${ACCOUNTS}/<name>), not "${text}".`);
  }
  if (/[/:]/.test(trimmed) || HOST.test(trimmed)) return readAddress(trimmed);
  if (/^[\w.-]{2,64}$/.test(trimmed)) return { by: 'name', name: trimmed, deployment: undefined };
  throw new UsageError(`--account must be the name, address or ARM id of an account, not "${text}".`);
}

function readAddress(text: string): NamedByAddress {
  const withScheme = /^\w+:\/\//.test(text) ? text.replace(/^ws(s?):/i, 'http$1:') : `https://${text}`;
  if (!URL.canParse(withScheme) || !/^https?:/i.test(withScheme)) {
    throw new UsageError(`--account must be the name, address or ARM id of an account, not "${text}".`);
  }
  const url = new URL(withScheme);
  const [, inPath] = /\/openai\/deployments\/([^/]+)/i.exec(url.pathname) ?? [];
  const deployment = url.searchParams.get('deployment') ?? url.searchParams.get('model') ?? inPath;
  return {
    by: 'address',
    url,
    endpoint: parseEndpoint(withScheme),
    deployment: deployment ? decodeURIComponent(deployment) : undefined,
  };
}

/** The region in an address that is no resource's own. */
export function regionOf({ hostname }: URL): string | undefined {
  return /^([a-z0-9]+)\.(?:api\.cognitive\.microsoft|realtimeapi-preview\.ai\.azure)\./i.exec(hostname)?.[1];
}
