/** The readiness probe over real settings and tokens; what it looks at can go wrong one by one. */
import type { CallerVerifier } from '../../../src/auth/verifier.ts';
import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { err } from '../../../src/lib/result.ts';
import { createUpstreamTokens } from '../../../src/realtime/upstream-token.ts';
import type { LastFailure } from '../../../src/routes/issuance-log.ts';
import { createReadinessRoute } from '../../../src/routes/probes.ts';
import { createSettingsSource } from '../../../src/settings/settings-source.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { anExchange } from '../../support/exchange.ts';
import { aLog } from '../../support/recording-log.ts';
import { aRequest } from '../../support/requests.ts';
import { unwrap } from '../../support/result.ts';
import { storedSettings } from '../../support/stored-settings.ts';

export const [SCOPE, OTHER_SCOPE] = TOKEN_SCOPES;
export const AUDIENCE = 'https://cognitiveservices.azure.com';
const IDENTITY_TOKEN = `e30.${Buffer.from(JSON.stringify({ aud: AUDIENCE })).toString('base64url')}.canary`;
export const MINUTE_MS = 60_000;
export const OPERATOR = {
  hash: 'a'.repeat(32),
  formerHashes: [],
  scopes: [],
  roles: [],
  isOperator: true,
  issuedAtSeconds: undefined,
};
export const exchange = anExchange(aRequest({ method: 'GET' }));

export function aBench() {
  const clock = aClock();
  const log = aLog();
  const state = {
    stored: storedSettings(),
    storeIsDown: false,
    identityIsDown: false,
    honoured: true,
    quotaAvailable: true,
    caller: err({ reason: 'token_missing' }) as Awaited<ReturnType<CallerVerifier['verify']>>,
    lastFailure: undefined as LastFailure | undefined,
    verified: 0,
    loads: 0,
  };
  const store = {
    async read() {
      state.loads += 1;
      if (state.storeIsDown) throw new Error('down');
      return state.stored;
    },
  };
  const credential = {
    async getToken() {
      state.loads += 1;
      if (state.identityIsDown) throw new Error('down');
      return { token: IDENTITY_TOKEN, expiresOnTimestamp: NOON_MS + 120 * MINUTE_MS };
    },
  };
  const settings = createSettingsSource({ store, now: clock.now, log });
  const tokens = createUpstreamTokens({ credential, now: clock.now, log });
  const secrets = {
    mint: () => Promise.reject(new Error('a probe must not mint')),
    lifetimeHonoured: () => state.honoured,
  };
  const quota = {
    take: () => Promise.reject(new Error('a probe must not take a unit')),
    giveBack: () => Promise.reject(new Error('a probe has no unit')),
    available: () => state.quotaAvailable,
  };
  const verifier: CallerVerifier = {
    async verify() {
      state.verified += 1;
      return state.caller;
    },
  };
  const issuances = { lastFailure: () => state.lastFailure };
  const route = createReadinessRoute({ settings, verifier, tokens, secrets, quota, issuances, now: clock.now });
  async function probe(authorization?: string) {
    const request = aRequest({ method: 'GET', headers: authorization === undefined ? {} : { authorization } });
    const { status, headers, jsonBody } = unwrap(await route(anExchange(request)));
    return { status, retryAfter: new Headers(headers as Record<string, string>).get('retry-after'), ...jsonBody };
  }
  async function warmUp() {
    await Promise.all([settings.refresh(), tokens[SCOPE].refresh()]);
  }
  return { clock, state, settings, tokens, route, probe, warmUp };
}

export const READY = { status: 'ready', failing: [], warnings: [] };
