/** Every key with a value that is not its default, and what a snapshot holds of each. */
import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import type { BASE_SETTINGS, Settings } from '../../../src/settings/keys.ts';
import { API, TENANT } from '../../support/stored-settings.ts';

/** A value of each key that is good, and not what the key has by default; `targets` stand in the place of others. */
export const OTHER_VALUES = {
  endpoint: 'https://fabrikam.openai.azure.com',
  deployment: 'mini',
  resourceId: '/subscriptions/1',
  tokenScope: TOKEN_SCOPES[1],
  secretSeconds: '45',
  callers: JSON.stringify([{ tenant: TENANT, audiences: [API], role: 'Mint.All' }]),
  'cors:origins': '["https://app.example.com"]',
  quota: '{"hour":{"limit":1,"windowSeconds":3600}}',
  calls: '{"maxMinutes":10}',
  'calls:endBefore': '2026-11-23T12:00:00Z',
  revoked: '{"subjects":["0123456789abcdef0123456789abcdef"]}',
  salt: 'https://contoso.azconfig.io#blue',
} satisfies Record<Exclude<keyof typeof BASE_SETTINGS, 'targets'>, string>;
export type BaseKey = keyof typeof OTHER_VALUES;
export const BASE_KEYS = Object.keys(OTHER_VALUES) as BaseKey[];

/** The values of the keys that stand, whichever member of the settings has them. */
export function inForce({ targets: [target], ...settings }: Settings) {
  return { ...settings, ...target };
}
