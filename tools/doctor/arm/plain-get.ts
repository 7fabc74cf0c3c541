/** The reads of Resource Manager that none of the clients has: subscriptions and resource providers. */
import type { TokenCredential } from '@azure/identity';
import { valueAt } from '../../../src/lib/json.ts';
import { armScope } from './arm-scope.ts';

interface ArmReader {
  one(path: string, signal: AbortSignal): Promise<unknown>;
  list(path: string, signal: AbortSignal): Promise<readonly unknown[]>;
}

/** In the members by which the clients' own errors are told apart. */
class ArmReadError extends Error {
  override readonly name = 'ArmReadError';
  readonly statusCode: number;
  readonly code: unknown;
  readonly response: Pick<Response, 'headers'>;
  constructor(response: Response, body: unknown) {
    super(`Resource Manager answered ${response.status}.`);
    this.statusCode = response.status;
    this.code = valueAt(body, ['error', 'code']);
    this.response = response;
  }
}

const MAX_PAGES = 20;

export function createArmReader({
  credential,
  endpoint,
}: {
  readonly credential: TokenCredential;
  readonly endpoint: string;
}): ArmReader {
  async function get(url: string, signal: AbortSignal): Promise<unknown> {
    const token = await credential.getToken(armScope(endpoint), { abortSignal: signal });
    const headers = { Authorization: `Bearer ${token?.token}` };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    if (!response.ok) throw new ArmReadError(response, await response.json().catch(() => undefined));
    return response.json();
  }

  return {
    one: (path, signal) => get(endpoint + path, signal),
    async list(path, signal) {
      const items: unknown[] = [];
      let next: string | undefined = endpoint + path;
      for (let page = 0; page < MAX_PAGES && next !== undefined; page += 1) {
        const { value, nextLink } = Object(await get(next, signal)) as { value?: unknown; nextLink?: unknown };
        if (Array.isArray(value)) items.push(...value);
        // The token goes to Resource Manager and nowhere else.
        next = typeof nextLink === 'string' && nextLink.startsWith(`${endpoint}/`) ? nextLink : undefined;
      }
      return items;
    },
  };
}
