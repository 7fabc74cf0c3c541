/** The routes of GPT-Live, Azure's other voice API (docs/azure.md#gpt-live). No preflight is answered: no page gets through. */
import type { Route } from '../../../kit/router.ts';
import { createAttachRoute } from './attach.ts';
import { createSessionRoute } from './create-session.ts';
import { createLiveHangUpRoute } from './hang-up.ts';
import type { LiveOptions } from './live-options.ts';

export function createLiveRoutes(options: LiveOptions): readonly Route[] {
  return [createSessionRoute(options), createAttachRoute(options), createLiveHangUpRoute(options)];
}
