/** Where a session is made, at a server in the place of Azure OpenAI. */
import { parseEndpoint } from '../../src/realtime/endpoint.ts';
import type { Target } from '../../src/realtime/target.ts';
import { unwrap } from './result.ts';

export function aTarget(origin: string, deployment = 'gpt-realtime'): Target {
  const endpoint = unwrap(parseEndpoint(origin));
  return { name: 'default', endpoint, deployment, tokenScope: endpoint.cloud.tokenScopes[0] };
}
