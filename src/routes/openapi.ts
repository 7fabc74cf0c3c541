/** GET /api/openapi.json: the document as it was built. */
import { ok } from '../lib/result.ts';
import type { RouteHandler } from './route-handler.ts';

export function createOpenApiRoute(load: () => Promise<string>): RouteHandler {
  return async function openApi() {
    return ok({ status: 200, headers: { 'Content-Type': 'application/json' }, body: await load() });
  };
}
