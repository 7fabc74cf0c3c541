/** One mint through the app itself, with the person's own token for it: the secret is dropped where it arrives. */
import type { TokenCredential } from '@azure/identity';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { valueAt } from '../../../src/lib/json.ts';
import { type Look, look, seen, unseen } from '../look.ts';

export interface AppMint {
  readonly status: number;
  /** Of the problem; `undefined` where it is none of the app's. */
  readonly code: string | undefined;
  readonly ms: number;
}

const MINT_PATH = '/api/realtime/client_secrets';

export interface AppMintOptions {
  readonly credential: TokenCredential;
  readonly fetch: typeof fetch;
  /** Origin of the app. */
  readonly appUrl: string;
}

/** @param rules those that could admit the person. */
export async function mintThroughApp(
  rules: readonly CallerRule[],
  { credential, fetch: fetchFrom, appUrl }: AppMintOptions,
): Promise<Look<AppMint>> {
  const token = await tokenFor([...new Set(rules.flatMap(({ audiences }) => audiences))], credential);
  if (!token.seen) return token;
  return look(`a mint at ${appUrl}`, async (signal) => {
    const begun = performance.now();
    const response = await fetchFrom(appUrl + MINT_PATH, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${token.value}`, 'Content-Type': 'application/json' },
      body: '{}',
      signal,
    });
    const said = valueAt(await response.json().catch(() => undefined), ['code']);
    const code = typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : undefined;
    return { status: response.status, code, ms: Math.round(performance.now() - begun) };
  });
}

/** Of the first audience that gives one: the two forms of an application's id need not both be known to Entra. */
async function tokenFor(audiences: readonly string[], credential: TokenCredential): Promise<Look<string>> {
  let why = 'the rules name no audience';
  for (const audience of audiences) {
    const asked = await look(`a token for ${audience}`, async (abortSignal) => {
      try {
        return (await credential.getToken(`${audience}/.default`, { abortSignal }))?.token ?? '';
      } catch (error) {
        why = `no token of yours for ${audience} could be had${codeIn(error)}`;
        throw error;
      }
    });
    if (asked.seen && asked.value !== '') return seen(asked.value);
  }
  return unseen(why);
}

function codeIn(error: unknown): string {
  const [code] = /AADSTS\d+/.exec(error instanceof Error ? error.message : '') ?? [];
  return code === undefined ? '' : ` (${code})`;
}
