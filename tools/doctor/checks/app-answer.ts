/** What the app answers when it is asked without a token. */
import type { CheckId } from '../check-ids.ts';
import { whyNoApp } from '../discovery.ts';
import type { Facts } from '../facts/facts.ts';
import { type Look, look, seen, then, unseen } from '../look.ts';

/** Whatever keeps the app from its settings. */
export const BEHIND_SETTINGS: readonly CheckId[] = [
  'settings.label',
  'endpoint.form',
  'settings.valid',
  'roles.store',
  'identity.found',
];

export interface AppAnswer {
  readonly url: string;
  readonly status: number;
  readonly body: unknown;
}

export function askApp({ target, fetch: fetchFrom }: Facts, path: string, method = 'GET'): Promise<Look<AppAnswer>> {
  const url = target.appUrl;
  const named: Look<string> = url === undefined ? unseen(whyNoApp(target)) : seen(url);
  return then(Promise.resolve(named), (origin) =>
    look(origin, async (signal) => {
      const response = await fetchFrom(origin + path, { method, redirect: 'manual', signal });
      const body: unknown = await response.json().catch(() => undefined);
      return { url: origin, status: response.status, body };
    }),
  );
}
