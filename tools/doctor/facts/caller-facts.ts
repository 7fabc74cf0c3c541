/** Who may call, by the settings, and what their issuers and their registration say of it: read once, for all who ask. */
import { fetchKeySet } from '../../../src/auth/issuer-keys.ts';
import { type CallerRule, inCloud } from '../../../src/auth/settings.ts';
import { keySourceOf, type TrustedIssuer } from '../../../src/auth/trusted-issuer.ts';
import { CLOUDS } from '../../../src/lib/clouds.ts';
import { findRegistration, type Registration } from '../callers/registration.ts';
import { type Look, seen, then } from '../look.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { RequestFacts } from './request-facts.ts';
import type { SettingsFacts } from './settings-facts.ts';

export interface CallerFacts {
  rules(): Promise<Look<readonly CallerRule[]>>;
  /** As the app fetches them: why there are none that can be used, or `undefined`. */
  whyNoKeys(trusted: TrustedIssuer): Promise<string | undefined>;
  /** By an audience; `undefined`: the person's tenant has none. */
  registration(audience: string): Promise<Look<Registration | undefined>>;
}

export function createCallerFacts(
  { setting }: Pick<SettingsFacts, 'setting'>,
  request: Pick<RequestFacts, 'endpoint'>,
  fetchFrom: typeof fetch,
): CallerFacts {
  const keys = perName(async (trusted: TrustedIssuer) => {
    const found = await fetchKeySet({ send: sendByFetch(fetchFrom), now: Date.now }, trusted);
    return found.ok ? undefined : found.error.cause;
  });
  const registrations = perName(findRegistration);
  return {
    rules: () =>
      then(setting('callers'), async (rules) => {
        const endpoint = await request.endpoint();
        return seen(inCloud(rules, endpoint.seen ? endpoint.value.cloud : CLOUDS.public));
      }),
    whyNoKeys: (trusted) => keys(keySourceOf(trusted), trusted),
    registration: (audience) => registrations(audience, audience),
  };
}

function perName<I, T>(ask: (input: I) => Promise<T>): (name: string, input: I) => Promise<T> {
  const held = new Map<string, Promise<T>>();
  return (name, input) => {
    const asked = held.get(name) ?? ask(input);
    held.set(name, asked);
    return asked;
  };
}
