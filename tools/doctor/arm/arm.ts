/** Azure Resource Manager as the doctor reads it: the official clients behind one port, so that a check names no client. */
import { AppConfigurationManagementClient } from '@azure/arm-appconfiguration';
import { createWebSiteManagement } from '@azure/arm-appservice/api';
import { get as getSite } from '@azure/arm-appservice/api/webApps';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { CognitiveServicesManagementClient } from '@azure/arm-cognitiveservices';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { TokenCredential } from '@azure/identity';
import type { Arm } from './arm-port.ts';
import { armScope } from './arm-scope.ts';
import { queryAll } from './graph.ts';
import { createArmReader } from './plain-get.ts';
import { TELL_THROTTLE } from './throttle.ts';

export interface ArmOptions {
  readonly credential: TokenCredential;
  /** Origin of Resource Manager: Azure's public one, or a sovereign cloud's. */
  readonly endpoint: string;
}

/** Two retries within 0.3 s, where the clients' own three take 5.6 s; a 429 is repeated only with Retry-After. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 200 };

export function createArm({ credential, endpoint }: ArmOptions): Arm {
  const scope = armScope(endpoint);
  // Two generations of clients read the scope from two places; the older ones would make one of the endpoint.
  const options = {
    endpoint,
    credentialScopes: scope,
    credentials: { scopes: [scope] },
    retryOptions: RETRIES,
    additionalPolicies: [{ policy: TELL_THROTTLE, position: 'perRetry' as const }],
  };
  const cognitive = perSubscription((id) => new CognitiveServicesManagementClient(credential, id, options));
  // It is only asked about scopes, which name their subscription themselves.
  const authorization = new AuthorizationManagementClient(credential, '', options);
  const graph = new ResourceGraphClient(credential, options);
  const web = perSubscription((id) => createWebSiteManagement(credential, id, options));
  const stores = perSubscription((id) => new AppConfigurationManagementClient(credential, id, options));
  const read = createArmReader({ credential, endpoint });

  return {
    query: (query, abortSignal) => queryAll((request) => graph.resources(request, { abortSignal }), query),
    account: ({ subscription, group, name }, abortSignal) =>
      cognitive(subscription).accounts.get(group, name, { abortSignal }),
    accounts: (subscription, abortSignal) => toArray(cognitive(subscription).accounts.list({ abortSignal })),
    deployments: ({ subscription, group, name }, abortSignal) =>
      toArray(cognitive(subscription).deployments.list(group, name, { abortSignal })),
    models: (subscription, location, abortSignal) =>
      toArray(cognitive(subscription).models.list(location, { abortSignal })),
    usages: (subscription, location, abortSignal) =>
      toArray(cognitive(subscription).usages.list(location, { abortSignal })),
    site: ({ subscription, group, name }, abortSignal) => getSite(web(subscription), group, name, { abortSignal }),
    stores: (subscription, abortSignal) => toArray(stores(subscription).configurationStores.list({ abortSignal })),
    assignments: (scope, filter, abortSignal) =>
      // The path begins with a slash of its own, and two would be taken for a host.
      toArray(authorization.roleAssignments.listForScope(scope.replace(/^\//, ''), { filter, abortSignal })),
    denials: (scope, abortSignal) =>
      toArray(authorization.denyAssignments.listForScope(scope.replace(/^\//, ''), { abortSignal })),
    definition: (id, abortSignal) => authorization.roleDefinitions.getById(id.replace(/^\//, ''), { abortSignal }),
    subscriptions: async (abortSignal) => read.list('/subscriptions?api-version=2022-12-01', abortSignal),
    subscription: (id, abortSignal) => read.one(`/subscriptions/${id}?api-version=2022-12-01`, abortSignal),
    provider: (subscription, namespace, abortSignal) =>
      read.one(`/subscriptions/${subscription}/providers/${namespace}?api-version=2021-04-01`, abortSignal),
  };
}

function perSubscription<T>(create: (subscription: string) => T): (subscription: string) => T {
  const clients = new Map<string, T>();
  return (subscription) => {
    const held = clients.get(subscription) ?? create(subscription);
    clients.set(subscription, held);
    return held;
  };
}

/** `for await` follows the pages. */
async function toArray<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
