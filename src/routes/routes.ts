/** The routes by the names of their functions: what the root gives handlers to, and what the OpenAPI document describes. */
import type { HttpTrigger } from './trigger.ts';

type Route = Pick<HttpTrigger, 'methods' | 'route'>;

/** Of what pages call. The host answers 404 to what is not registered, a preflight included. */
const POST = ['POST', 'OPTIONS'] as const;
/** What probes ask by HEAD and pages may read; the host drops HEAD's body. */
const READ = ['GET', 'HEAD', 'OPTIONS'] as const;

export const ROUTES = {
  client_secrets: { methods: POST, route: 'realtime/client_secrets' },
  calls: { methods: POST, route: 'realtime/calls' },
  call_hangup: { methods: POST, route: 'realtime/calls/{call_id}/hangup' },
  live_sessions: { methods: POST, route: 'live/sessions' },
  live_hangup: { methods: POST, route: 'live/sessions/{session_id}/hangup' },
  // OPTIONS of this path is answered by the function `calls`.
  list_calls: { methods: ['GET'], route: 'realtime/calls' },
  end_calls: { methods: ['DELETE'], route: 'realtime/calls' },
  healthz: { methods: READ, route: 'healthz' },
  readyz: { methods: READ, route: 'readyz' },
  openapi: { methods: READ, route: 'openapi.json' },
  problems: { methods: READ, route: 'problems/{id}' },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;

export const ROUTE_NAMES = Object.keys(ROUTES) as readonly RouteName[];
