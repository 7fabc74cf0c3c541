/** The function app: what it is, and what the printed commands do to it. A change of its settings starts it anew. */
import * as z from 'zod';
import { json } from '../../kit/reply.ts';
import { SITE_RESOURCE_ID } from '../foundation/directory.ts';
import type { Site } from '../subscription/site.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { armError } from './arm-errors.ts';
import type { ArmRoute } from './arm-request.ts';
import { toArmSite } from './arm-resources.ts';

const settingsBody = z.object({ properties: z.record(z.string(), z.string()) });

const ACTS: Readonly<Record<string, (site: Site) => void>> = {
  start(site) {
    site.state = 'Running';
  },
  stop(site) {
    site.state = 'Stopped';
  },
  restart(site) {
    site.restarts += 1;
  },
};

export function createSiteRoutes(subscription: Subscription): readonly ArmRoute[] {
  const settings = () => json(200, { name: 'appsettings', properties: subscription.site.appSettings });
  return [
    { method: 'GET', path: SITE_RESOURCE_ID, handle: () => json(200, toArmSite(subscription)) },
    ...Object.entries(ACTS).map(
      ([verb, act]): ArmRoute => ({
        method: 'POST',
        path: `${SITE_RESOURCE_ID}/${verb}`,
        handle() {
          act(subscription.site);
          return { ...json(200, null), body: '' };
        },
      }),
    ),
    { method: 'POST', path: `${SITE_RESOURCE_ID}/config/appsettings/list`, handle: settings },
    {
      method: 'PUT',
      path: `${SITE_RESOURCE_ID}/config/appsettings`,
      handle({ body }) {
        const parsed = settingsBody.safeParse(body);
        if (!parsed.success) return armError(400, 'BadRequest', z.prettifyError(parsed.error));
        subscription.site.appSettings = parsed.data.properties;
        subscription.site.restarts += 1;
        return settings();
      },
    },
  ];
}
