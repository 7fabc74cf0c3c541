/**
 * One token a scope for the whole run. Each ARM client keeps a cache of its own, so that four of them started `az` four
 * times.
 */
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';

/** A token this close to its end is fetched again. */
const MARGIN_MS = 60_000;

export function shareTokens(credential: TokenCredential, now: () => number = Date.now): TokenCredential {
  const held = new Map<string, Promise<AccessToken | null>>();

  function fetchToken(key: string, scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> {
    const asked = credential.getToken(scopes, options);
    held.set(key, asked);
    // Whoever waits sees the failure; the next one asks again.
    asked.catch(() => held.delete(key));
    return asked;
  }

  return {
    async getToken(scopes, options) {
      // A challenge asks for another token than the one that was refused.
      if (options?.claims !== undefined) return credential.getToken(scopes, options);
      const key = [scopes].flat().join(' ');
      const token = await (held.get(key) ?? fetchToken(key, scopes, options));
      const isUsable = token !== null && token.expiresOnTimestamp > now() + MARGIN_MS;
      return isUsable ? token : fetchToken(key, scopes, options);
    },
  };
}
