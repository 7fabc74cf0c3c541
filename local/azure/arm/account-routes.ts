/** Accounts and the models that they may deploy: reads, and the writes of `az cognitiveservices account` and `az resource`. */
import * as z from 'zod';
import { type Answer, json } from '../../kit/reply.ts';
import type { Account } from '../subscription/account.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { armError, resourceNotFound } from './arm-errors.ts';
import type { ArmRequest, ArmRoute } from './arm-request.ts';
import { toArmAccount } from './arm-resources.ts';
import { listAnswer } from './paging.ts';

const ACCOUNTS = '/subscriptions/:subscription/providers/Microsoft.CognitiveServices/accounts';
export const ACCOUNT =
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.CognitiveServices/accounts/:account';

const accountBody = z.object({
  kind: z.string().optional(),
  location: z.string().optional(),
  properties: z
    .object({
      customSubDomainName: z.string().optional(),
      disableLocalAuth: z.boolean().optional(),
      publicNetworkAccess: z.enum(['Enabled', 'Disabled']).optional(),
      networkAcls: z.object({ defaultAction: z.enum(['Allow', 'Deny']) }).optional(),
    })
    .optional(),
});
export interface AccountRouteOptions {
  readonly subscription: Subscription;
  readonly pageSize: () => number;
  /** After each write. */
  readonly written: () => void;
}

export function createAccountRoutes({ subscription, pageSize, written }: AccountRouteOptions): readonly ArmRoute[] {
  function putAccount({ names, body }: ArmRequest): Answer {
    const parsed = accountBody.safeParse(body);
    if (!parsed.success) return armError(400, 'InvalidRequestContent', z.prettifyError(parsed.error));
    const { properties: { networkAcls, ...properties } = {}, ...rest } = parsed.data;
    const { account: name = '', group = '' } = names;
    const held = subscription.findAccount(name)?.networkAcls;
    const account = subscription.putAccount(name, {
      resourceGroup: group,
      ...withoutUndefined(rest),
      ...withoutUndefined(properties),
      ...(networkAcls && { networkAcls: { ipRules: [], virtualNetworkRules: [], ...held, ...networkAcls } }),
    });
    written();
    return json(200, toArmAccount(account));
  }

  return [
    {
      method: 'GET',
      path: ACCOUNTS,
      handle: (request) => listAnswer(request, subscription.accounts().map(toArmAccount), pageSize()),
    },
    {
      method: 'GET',
      path: ACCOUNT,
      handle: (request) => withAccount(subscription, request, (account) => json(200, toArmAccount(account))),
    },
    { method: 'PUT', path: ACCOUNT, handle: putAccount },
    {
      method: 'PATCH',
      path: ACCOUNT,
      handle: (request) => withAccount(subscription, request, () => putAccount(request)),
    },
    {
      method: 'GET',
      path: `${ACCOUNT}/models`,
      handle: (request) =>
        withAccount(subscription, request, ({ location }) =>
          listAnswer(request, subscription.models.of(location), pageSize()),
        ),
    },
  ];
}

export function withAccount(
  subscription: Subscription,
  { names }: ArmRequest,
  then: (account: Account) => Answer,
): Answer {
  const { account: name = '', group = '' } = names;
  const account = subscription.findAccount(name);
  return account && account.resourceGroup.toLowerCase() === group.toLowerCase()
    ? then(account)
    : resourceNotFound('Microsoft.CognitiveServices/accounts', name, group);
}

/** What is not in the body stays as it is. */
function withoutUndefined<T extends object>(given: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
