/**
 * Azure Resource Manager as the doctor reads it and as its printed commands write it. Every request needs a token for
 * Resource Manager, an api-version, and a role of the asker that allows it.
 */

import { parseJson } from '../../../src/lib/json.ts';
import { type Answer, type Handler, type HttpExchange, json, type Reply } from '../../kit/reply.ts';
import { createRouteFinder } from '../../kit/router.ts';
import { STORE_RESOURCE_ID, TENANT_ID } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';
import { readToken, toBearerToken } from '../identity/access-token.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { createAccountRoutes } from './account-routes.ts';
import { armError, authorizationFailed, invalidTenant, invalidToken } from './arm-errors.ts';
import { type ArmRoute, toAction } from './arm-request.ts';
import { listResources, toArmStore } from './arm-resources.ts';
import type { ArmSwitches } from './arm-switches.ts';
import { createDeploymentRoutes } from './deployment-routes.ts';
import { createLocationRoutes } from './location-routes.ts';
import { answerQuery } from './resource-graph.ts';
import { createRoleRoutes } from './role-routes.ts';
import { createSiteRoutes } from './site-routes.ts';

export interface ArmServiceOptions {
  readonly subscription: Subscription;
  readonly identityKey: SigningKey;
  readonly switches: ArmSwitches;
  /** Of the App Configuration store, which a resource names. */
  readonly storeEndpoint: string;
  /** After each write to an account. */
  readonly written: () => void;
}

const OTHER_TENANT_ID = '7e0a1b2c-0000-4000-8000-0000000000e9';
const AUDIENCE = 'https://management.azure.com';

export function createArmService(options: ArmServiceOptions): Handler {
  const { subscription, identityKey, switches, storeEndpoint } = options;
  const pageSize = () => switches.take('arm.pageSize');
  const isAllowed = (principalId: string, id: string, action: string): boolean =>
    subscription.roles.allow({ principalId, kind: 'actions', action, scope: id });

  const routes: readonly ArmRoute[] = [
    ...createAccountRoutes({ ...options, pageSize }),
    ...createDeploymentRoutes({ ...options, pageSize }),
    ...createLocationRoutes({ subscription, pageSize }),
    ...createRoleRoutes({ subscription, pageSize }),
    ...createSiteRoutes(subscription),
    { method: 'GET', path: STORE_RESOURCE_ID, handle: () => json(200, toArmStore(storeEndpoint)) },
    {
      method: 'POST',
      path: '/providers/Microsoft.ResourceGraph/resources',
      isOpen: true,
      handle: ({ body, objectId }) =>
        answerQuery(
          body,
          listResources(subscription, storeEndpoint).filter(({ id }) => isAllowed(objectId, id, toAction('GET', id))),
          pageSize(),
        ),
    },
  ];

  // ARM does not look at upper and lower case.
  const find = createRouteFinder(routes, { ignoreCase: true });

  /** Somebody of another tenant, who sees no subscription of this one. */
  function answerStranger(path: string): Answer {
    if (/^\/subscriptions\/./.test(path)) return invalidTenant(OTHER_TENANT_ID, TENANT_ID);
    return json(200, { value: [], data: [], count: 0, totalRecords: 0, resultTruncated: 'false', facets: [] });
  }

  async function whoAsks({ headers }: HttpExchange): Promise<string | Answer> {
    const token = toBearerToken(headers.authorization);
    if (token === undefined) {
      return invalidToken('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    }
    const read = await readToken(identityKey, token);
    if (!read) return invalidToken('ExpiredAuthenticationToken', 'The access token is invalid or has expired.');
    // Its own address is what a client asks a token for when it is told another endpoint than Azure's.
    const isOurs = read.audience === AUDIENCE || read.audience === `https://${headers.host}`;
    const message = 'The access token has been obtained for wrong audience or resource.';
    return isOurs ? read.objectId : invalidToken('InvalidAuthenticationTokenAudience', message);
  }

  function dispatch(exchange: HttpExchange, objectId: string): Answer {
    const { method, url, body } = exchange;
    if (!url.searchParams.has('api-version')) {
      return armError(
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required.',
      );
    }
    // A client that passes a scope with its leading slash makes a path that begins with two.
    const path = url.pathname.replace(/^\/+/, '/');
    if (switches.take('arm.tenant') === 'other') return answerStranger(path);
    const match = find(path).find(({ route }) => route.method === method);
    if (!match) {
      return armError(
        404,
        'ResourceNotFound',
        `The emulated Resource Manager has nothing at ${method} ${url.pathname}.`,
      );
    }
    const { route, segments: names } = match;
    const action = toAction(method, path);
    if (route.isOpen !== true && !isAllowed(objectId, path, action)) return authorizationFailed(objectId, action, path);
    return route.handle({
      names,
      url,
      origin: `https://${exchange.headers.host}`,
      body: parseJson(body.toString()),
      objectId,
    });
  }

  return async (exchange): Promise<Reply> => {
    const status = Number(switches.take('arm.status'));
    if (status !== 200) {
      const failed = armError(status, 'SwitchedFailure', 'Asked for by the switch arm.status.');
      const wait = String(switches.take('arm.retryAfterSeconds'));
      return status === 429 ? { ...failed, headers: { ...failed.headers, 'retry-after': wait } } : failed;
    }
    const asker = await whoAsks(exchange);
    return typeof asker === 'string' ? dispatch(exchange, asker) : asker;
  };
}
