/** A request to Resource Manager, matched and allowed; and the table of routes that it is matched against. */
import type { Answer } from '../../kit/reply.ts';

export interface ArmRequest {
  /** Names of the path's template, decoded; `scope` begins with a slash, or is empty for the tenant. */
  readonly names: Readonly<Record<string, string>>;
  readonly url: URL;
  /** Origin that the client used, for links to further pages. */
  readonly origin: string;
  readonly body: unknown;
  /** Who asks. */
  readonly objectId: string;
}

export interface ArmRoute {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: RegExp;
  /** Public to everybody who is signed in: nothing is asked of their roles. */
  readonly isOpen?: true;
  readonly handle: (request: ArmRequest) => Answer;
}

/** `{name}` is one segment, `{scope}` any number of them; ARM does not look at upper and lower case. */
export function armPath(template: string): RegExp {
  const pattern = template
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replace(/[.]/g, '\\.');
      return name === 'scope' ? '(?<scope>.*?)' : `(?<${name}>[^/]+)`;
    })
    .join('');
  return new RegExp(`^${pattern}$`, 'i');
}

export function matchRoute(
  route: ArmRoute,
  method: string,
  path: string,
): Readonly<Record<string, string>> | undefined {
  if (route.method !== method) return undefined;
  const match = route.path.exec(path);
  if (!match) return undefined;
  return Object.fromEntries(
    Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}

/** What a role must allow for this request: `Microsoft.CognitiveServices/accounts/deployments/read`. */
export function toAction(method: string, path: string): string {
  const [, provider = 'Microsoft.Resources', rest = ''] = /^.*\/providers\/([^/]+)(\/.*)?$/i.exec(path) ?? [];
  const types = rest.split('/').filter((part, index) => part !== '' && index % 2 === 1);
  const verb = { GET: 'read', DELETE: 'delete', POST: 'action' }[method] ?? 'write';
  return [provider, ...(types.length > 0 ? types : ['subscriptions']), verb].join('/');
}
