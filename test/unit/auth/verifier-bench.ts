/** A verifier with the issuers of one tenant behind it, and rules as an operator writes them. */
import type { AuthError, TokenFlaw } from '../../../src/auth/auth-error.ts';
import type { Caller } from '../../../src/auth/caller.ts';
import { issuersOfTenant } from '../../../src/auth/trusted-issuer.ts';
import { createCallerVerifier } from '../../../src/auth/verifier.ts';
import type { Result } from '../../../src/lib/result.ts';
import { aClock, type TestClock } from '../../support/clock.ts';
import { anIdentityProvider, type IdentityProvider, type SigningKey } from '../../support/identity-provider.ts';
import { aLog } from '../../support/recording-log.ts';
import { API, someSettings, TENANT } from '../../support/stored-settings.ts';

export type RuleText = Readonly<Record<string, unknown>>;

type HeaderMap = Readonly<Record<string, string>>;

export interface VerifierBench {
  readonly provider: IdentityProvider;
  readonly clock: TestClock;
  /** Of the tenant's issuer of version 2. */
  readonly discoveryUrl: string;
  /** `revoked` is the text of realtime:revoked. */
  verify(token: string, rules?: readonly RuleText[], revoked?: string): Promise<Result<Caller, AuthError>>;
  /** With further headers of the request. */
  verifyWith(headers: HeaderMap, token: string, revoked?: string): Promise<Result<Caller, AuthError>>;
  verifyHeader(authorization: string | null): Promise<Result<Caller, AuthError>>;
  warmUp(rules: readonly RuleText[]): void;
}

/** Another one than the tenant of the settings. */
export const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';

const STORE = { endpoint: 'https://contoso.azconfig.io', label: undefined };
const ONE_TENANT = [{ tenant: TENANT, audiences: [API], scope: 'access_as_user' }];

/** The tenant's issuers publish `keys`; `rules` are the text of realtime:callers. */
export function aVerifierBench(
  keys: readonly SigningKey[],
  rules: readonly RuleText[] = ONE_TENANT,
  clock = aClock(),
): VerifierBench {
  const provider = anIdentityProvider();
  const log = aLog();
  const issuers = issuersOfTenant(TENANT);
  for (const { issuer, discoveryUrl } of issuers) provider.publish(issuer, discoveryUrl, keys);
  const verifier = createCallerVerifier({ send: provider.send, now: clock.now, log, store: STORE });
  const verifyHeaders = (headers: HeaderMap, texts: readonly RuleText[] = rules, revoked = '{}') =>
    verifier.verify(new Headers(headers), someSettings({ callers: JSON.stringify(texts), revoked }));
  const bearer = (token: string): HeaderMap => ({ Authorization: `Bearer ${token}` });
  return {
    provider,
    clock,
    discoveryUrl: issuers[0]?.discoveryUrl ?? '',
    verifyHeader: (authorization) => verifyHeaders(authorization === null ? {} : { Authorization: authorization }),
    warmUp: (texts) => verifier.warmUp(someSettings({ callers: JSON.stringify(texts) }).callers),
    verify: (token, texts, revoked) => verifyHeaders(bearer(token), texts, revoked),
    verifyWith: (headers, token, revoked) => verifyHeaders({ ...bearer(token), ...headers }, rules, revoked),
  };
}

/** Refused for this; the hint for the operator is a matter of its own. */
export function flaw(expected: TokenFlaw) {
  return { ok: false, error: expect.objectContaining({ reason: 'token_invalid', flaw: expected }) as AuthError };
}
