/**
 * A backend whose users have sessions of its own and no access tokens: it asks the endpoint for calls on their behalf.
 * Its paths are the endpoint’s, so a page takes it for one. It answers a standard Request, as Hono, Next.js, Deno and Bun
 * have it; for Express there are adapters.
 */
import { type AppCredentials, createAppToken } from './app-token.ts';
import { createRelay } from './relay.ts';
import { createToySignIn } from './toy-sign-in.ts';

export interface BackendSettings extends AppCredentials {
  /** `https://<app>.azurewebsites.net/api` */
  readonly endpoint: string;
}

export type Backend = (request: Request) => Promise<Response>;

export function createBackend({ endpoint, ...credentials }: BackendSettings): Backend {
  const { signIn, findUser } = createToySignIn();
  const relay = createRelay({ endpoint, getAppToken: createAppToken(credentials), findUser });
  return (request) => (new URL(request.url).pathname === '/sign-in' ? signIn(request) : relay(request));
}
