/** GET /api/healthz: alive, since the process answers. It depends on nothing. */
import { ok } from '../lib/result.ts';
import type { RouteHandler } from './route-handler.ts';

export function createHealthRoute(version: string): RouteHandler {
  return async function health() {
    return ok({ status: 200, jsonBody: { status: 'ok', version } });
  };
}
