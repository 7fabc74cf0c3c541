/** The server’s own access token, by its client credentials (RFC 6749 section 4.4). */
import { z } from 'zod';

export interface AppCredentials {
  /** In Entra `https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** From the environment or a vault; it never reaches a page. */
  readonly clientSecret: string;
  /** In Entra `api://<the API’s id>/.default`. */
  readonly scope: string;
}

/** A token that ends while a request is on its way is refused. */
const MARGIN_SECONDS = 60;
const LIMIT_MS = 10_000;
const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });

/** Keeps the token until shortly before it ends; whoever needs one meanwhile waits for the same request. */
export function createAppToken({ tokenUrl, clientId, clientSecret, scope }: AppCredentials): () => Promise<string> {
  let token = '';
  let freshUntilMs = 0;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const credentials = { client_id: clientId, client_secret: clientSecret, scope };
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...credentials });
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await fetch(tokenUrl, { method: 'POST', body, redirect: 'manual', signal });
    if (!answer.ok) throw new Error(`The issuer refuses this server with ${answer.status}.`);
    const { access_token, expires_in } = tokenAnswer.parse(await answer.json());
    token = access_token;
    freshUntilMs = Date.now() + (expires_in - MARGIN_SECONDS) * 1_000;
    return token;
  }

  return async () => {
    if (Date.now() < freshUntilMs) return token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
