/**
 * One mint of the shortest lifetime, as the app makes it but with the person's own rights: it tells about the account
 * and its deployment, not about the app's identity. The secret is dropped where it arrives.
 */
import type { TokenCredential } from '@azure/identity';
import { ok, type Result } from '../../../src/lib/result.ts';
import { createClientSecrets, type MintError } from '../../../src/realtime/client-secrets.ts';
import { type Look, look, seen } from '../look.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { RequestFacts } from './request-facts.ts';

export interface Minted {
  readonly ms: number;
  readonly lifetimeSeconds: number;
  readonly lifetimeHonoured: boolean;
}

export interface MintTrial {
  readonly minted: Result<Minted, MintError>;
  /** The same with the other scope, tried where the refusal may be the scope's. */
  readonly other: { readonly scope: string; readonly minted: boolean } | undefined;
}

/** Azure takes no shorter one. */
export const SHORTEST_SECONDS = 10;
const PLAIN: Readonly<Record<string, unknown>> = { type: 'realtime' };
const MAY_BE_THE_SCOPE = new Set(['token-audience', 'deployment-not-realtime']);

export async function tryMint(
  request: Pick<RequestFacts, 'endpoint' | 'deploymentName' | 'tokenScope'>,
  credential: TokenCredential,
  fetchFrom: typeof fetch,
  session = PLAIN,
): Promise<Look<MintTrial>> {
  const [asked, named, chosen] = await Promise.all([
    request.endpoint(),
    request.deploymentName(),
    request.tokenScope(),
  ]);
  if (!asked.seen) return asked;
  if (!named.seen) return named;
  if (!chosen.seen) return chosen;
  const [endpoint, deployment, tokenScope] = [asked.value, named.value, chosen.value];
  const { mint } = createClientSecrets({ send: sendByFetch(fetchFrom), now: Date.now });
  const first = await mintWith(tokenScope);
  if (!first.seen) return first;
  const minted = first.value;
  const mayBeScope = !minted.ok && MAY_BE_THE_SCOPE.has(minted.error.entry.id);
  const scopes: readonly string[] = endpoint.cloud.tokenScopes;
  const scope = mayBeScope ? scopes.find((candidate) => candidate !== tokenScope) : undefined;
  if (scope === undefined) return seen({ minted, other: undefined });
  const second = await mintWith(scope);
  return seen({ minted, other: second.seen ? { scope, minted: second.value.ok } : undefined });

  function mintWith(tokenScopeToTry: string): Promise<Look<Result<Minted, MintError>>> {
    return look(`a token for ${tokenScopeToTry}`, async (signal) => {
      const token = await credential.getToken(tokenScopeToTry, { abortSignal: signal });
      const begun = performance.now();
      const secret = await mint({
        target: { endpoint, deployment },
        session,
        seconds: SHORTEST_SECONDS,
        token: token?.token ?? '',
        signal,
      });
      if (!secret.ok) return secret;
      const { lifetimeSeconds, lifetimeHonoured } = secret.value;
      return ok({ ms: Math.round(performance.now() - begun), lifetimeSeconds, lifetimeHonoured });
    });
  }
}
