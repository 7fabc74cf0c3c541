/** The person's own token for the app. */
import type { TokenCredential } from '@azure/identity';
import type { CallerRule } from '../../../src/auth/settings.ts';
import { type Look, look, seen, unseen } from '../look.ts';

/** What a request to the app needs as a person makes it. */
export interface AppAccess {
  readonly credential: TokenCredential;
  readonly fetch: typeof fetch;
  /** Origin of the app. */
  readonly appUrl: string;
}

/** Of the first audience that gives one: the two forms of an application's id need not both be known to Entra. */
export async function personTokenFor(rules: readonly CallerRule[], credential: TokenCredential): Promise<Look<string>> {
  const audiences = new Set(rules.flatMap((rule) => rule.audiences));
  let why = 'the rules name no audience';
  for (const audience of audiences) {
    const asked = await look(`a token for ${audience}`, async (abortSignal) => {
      try {
        return (await credential.getToken(`${audience}/.default`, { abortSignal }))?.token ?? '';
      } catch (error) {
        why = `you got no token for ${audience}${codeIn(error)}`;
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
