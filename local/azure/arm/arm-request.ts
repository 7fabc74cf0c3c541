/** A request to Resource Manager, matched and allowed; and the table of routes that it is matched against. */
import type { Answer } from '../../kit/reply.ts';
import type { RoutePath, Segments } from '../../kit/router.ts';

export interface ArmRequest {
  /** `scope` begins with a slash, or is empty for the tenant. */
  readonly names: Segments;
  readonly url: URL;
  /** Origin that the client used, for links to further pages. */
  readonly origin: string;
  readonly body: unknown;
  /** Who asks. */
  readonly objectId: string;
}

export interface ArmRoute extends RoutePath {
  /** Public to everybody who is signed in: nothing is asked of their roles. */
  readonly isOpen?: true;
  readonly handle: (request: ArmRequest) => Answer;
}

/** What a role must allow for this request: `Microsoft.CognitiveServices/accounts/deployments/read`. */
export function toAction(method: string, path: string): string {
  const [, provider = 'Microsoft.Resources', rest = ''] = /^.*\/providers\/([^/]+)(\/.*)?$/i.exec(path) ?? [];
  const types = rest.split('/').filter((part, index) => part !== '' && index % 2 === 1);
  const verb = { GET: 'read', DELETE: 'delete', POST: 'action' }[method] ?? 'write';
  return [provider, ...(types.length > 0 ? types : ['subscriptions']), verb].join('/');
}
