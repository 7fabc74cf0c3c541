/** One mint through the app itself, with the person's own token for it: the secret is dropped where it arrives. */
import type { CallerRule } from '../../../src/auth/settings.ts';
import { valueAt } from '../../../src/lib/json.ts';
import { type Look, look } from '../look.ts';
import { type AppAccess, personTokenFor } from './person-token.ts';

export interface AppMint {
  readonly status: number;
  /** Of the problem; `undefined` where it is none of the app's. */
  readonly code: string | undefined;
  /** The deployment that the secret is for. */
  readonly model: string | undefined;
  readonly ms: number;
}

const MINT_PATH = '/api/realtime/client_secrets';

/** @param rules those that could admit the person. */
export async function mintThroughApp(
  rules: readonly CallerRule[],
  { credential, fetch: fetchFrom, appUrl }: AppAccess,
): Promise<Look<AppMint>> {
  const token = await personTokenFor(rules, credential);
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
    const body: unknown = await response.json().catch(() => undefined);
    const [said, model] = [valueAt(body, ['code']), valueAt(body, ['model'])];
    const code = typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : undefined;
    const ms = Math.round(performance.now() - begun);
    return { status: response.status, code, model: typeof model === 'string' ? model : undefined, ms };
  });
}
