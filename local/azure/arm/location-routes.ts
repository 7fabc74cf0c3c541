/** What a region offers and what of its quota is used. Scoped to the subscription: a role on the account does not reach. */

import { json } from '../../kit/reply.ts';
import { SUBSCRIPTION_ID, TENANT_ID } from '../foundation/directory.ts';
import { REGIONS } from '../subscription/model-catalogue.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { usagesOf } from '../subscription/usages.ts';
import type { ArmRoute } from './arm-request.ts';
import { listAnswer } from './paging.ts';

const PROVIDER = '/subscriptions/:subscription/providers/:provider';
const LOCATION = '/subscriptions/:subscription/providers/Microsoft.CognitiveServices/locations/:location';

const THIS_SUBSCRIPTION = {
  id: `/subscriptions/${SUBSCRIPTION_ID}`,
  subscriptionId: SUBSCRIPTION_ID,
  tenantId: TENANT_ID,
  displayName: 'This machine',
  state: 'Enabled',
};

export interface LocationRouteOptions {
  readonly subscription: Subscription;
  readonly pageSize: () => number;
}

export function createLocationRoutes({ subscription, pageSize }: LocationRouteOptions): readonly ArmRoute[] {
  const toProvider = (provider: string) => ({
    id: `/subscriptions/${SUBSCRIPTION_ID}/providers/${provider}`,
    namespace: provider,
    registrationState: subscription.providers.has(provider.toLowerCase()) ? 'Registered' : 'NotRegistered',
    // As ARM writes them, a region is named for people here: "East US 2" in Azure.
    resourceTypes: [{ resourceType: 'accounts', locations: ['Global', ...REGIONS] }],
  });
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      isOpen: true,
      handle: (request) => listAnswer(request, [THIS_SUBSCRIPTION], pageSize()),
    },
    { method: 'GET', path: '/subscriptions/:subscription', handle: () => json(200, THIS_SUBSCRIPTION) },
    {
      method: 'GET',
      path: PROVIDER,
      handle: ({ names }) => json(200, toProvider(names['provider'] ?? '')),
    },
    {
      method: 'POST',
      path: `${PROVIDER}/register`,
      handle({ names }) {
        const { provider = '' } = names;
        subscription.providers.add(provider.toLowerCase());
        return json(200, toProvider(provider));
      },
    },
    {
      method: 'GET',
      path: `${LOCATION}/models`,
      handle(request) {
        const models = subscription.models.of(request.names['location'] ?? '');
        // ARM repeats each model for both kinds of account.
        const items = ['OpenAI', 'AIServices'].flatMap((kind) =>
          models.map((model) => ({ kind, skuName: 'S0', model })),
        );
        return listAnswer(request, items, pageSize());
      },
    },
    {
      method: 'GET',
      path: `${LOCATION}/usages`,
      handle: (request) =>
        listAnswer(
          request,
          usagesOf(subscription, request.names['location'] ?? '').map(({ name, used, limit }) => ({
            unit: 'Count',
            name: { value: name, localizedValue: name },
            currentValue: used,
            limit,
          })),
          pageSize(),
        ),
    },
  ];
}
