/** An Azure OpenAI resource: its routes, and the calls and sessions that are open at it. */

import { randomUUID } from 'node:crypto';
import type { Handler } from '../../kit/reply.ts';
import { createRouter } from '../../kit/router.ts';
import type { AuthorizeOptions } from './authorize.ts';
import type { Call } from './calls/call.ts';
import { createCallRegistry, type OpenCalls } from './calls/call-registry.ts';
import { createCallRoutes } from './calls/calls-service.ts';
import { createHangUpRoute } from './calls/hang-up.ts';
import { joinCalls } from './calls/joined-calls.ts';
import { createSecretRegister } from './calls/secret-register.ts';
import { createSidebandRoute } from './calls/sideband.ts';
import { createDeploymentFinder } from './deployments.ts';
import { toAnswer } from './error-answer.ts';
import { createId } from './ids.ts';
import type { Concurrency } from './live/concurrency.ts';
import type { LiveCall } from './live/live-call.ts';
import { createLiveRoutes } from './live/live-routes.ts';
import { createMintRoutes } from './mint.ts';
import { MINT_ERRORS } from './mint-errors.ts';
import type { ResourceOptions } from './resource-options.ts';

export interface OpenAiServiceOptions extends AuthorizeOptions, Pick<ResourceOptions, 'redirectOrigin'> {
  /** Of the sessions of GPT-Live, which the subscription's resources share. */
  readonly concurrency: Concurrency;
}

export interface OpenAiService {
  readonly handle: Handler;
  /** Calls of Realtime and sessions of GPT-Live. */
  readonly calls: OpenCalls;
  /** Ends every call. */
  stop(): Promise<void>;
}

export function createOpenAiService(service: OpenAiServiceOptions): OpenAiService {
  const { switches, subscription, concurrency } = service;
  const secrets = createSecretRegister();
  const calls = createCallRegistry<Call>(() => `rtc_${hexId()}`);
  const sessions = createCallRegistry<LiveCall>(() =>
    switches.take('live.id') === 'live' ? `live_${hexId()}` : createId('sess'),
  );
  const options: ResourceOptions = {
    ...service,
    accountOf: ({ headers }) => subscription.accountAt(headers.host),
    find: createDeploymentFinder(service),
  };
  const handle = createRouter(
    [
      ...createMintRoutes({ ...options, secrets }),
      ...createCallRoutes({ ...options, secrets, calls }),
      createHangUpRoute({ ...options, secrets, calls }),
      createSidebandRoute({ ...options, calls }),
      ...createLiveRoutes({ ...options, sessions, concurrency }),
    ],
    // What another method gets is not recorded, and a wrong path gets this.
    {
      notFound: () => toAnswer(MINT_ERRORS['resource-not-found']),
      methodNotAllowed: () => toAnswer(MINT_ERRORS['resource-not-found']),
    },
  );
  return {
    handle,
    calls: joinCalls([calls, sessions]),
    async stop() {
      await Promise.all([calls.endAll(), sessions.endAll()]);
    },
  };
}

function hexId(): string {
  return randomUUID().replaceAll('-', '');
}
