/** The caller’s access token: asked for at a call, and once more where the endpoint refuses it. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { browserError, CallError } from './call-error.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import type { Ports } from './ports.ts';
import { within } from './within.ts';

/** A person may have to sign in. */
const LIMIT_MS = 120_000;
const UNAUTHORIZED = 401;

export interface Tokens {
  /** The last one, without asking: a page that goes has no time. */
  last(): string | undefined;
  get(): Promise<Result<string, CallError>>;
  /** Makes a request with the token, and again with a fresh one where the first is refused and another is to be had. */
  spend<T>(work: (token: string) => Promise<Result<T, CallError>>): Promise<Result<T, CallError>>;
}

export function createTokens(ports: Pick<Ports, 'wait'>, { getToken }: Pick<EndpointOptions, 'getToken'>): Tokens {
  // Also after the end of a call, which the endpoint is told with a token.
  const { signal } = new AbortController();
  let token: string | undefined;

  async function obtain(fresh: boolean): Promise<Result<string, CallError>> {
    try {
      const given = await within(ports, async () => getToken({ fresh }), LIMIT_MS, signal);
      if (typeof given !== 'string' || given === '') return err(browserError('token_unavailable'));
      token = given;
      return ok(given);
    } catch (cause) {
      // Their own library says why, and the page knows how to show it.
      return err(cause instanceof CallError ? cause : browserError('token_unavailable', {}, cause));
    }
  }

  return {
    last: () => token,
    get: () => (token === undefined ? obtain(false) : Promise.resolve(ok(token))),
    async spend(work) {
      const first = await this.get();
      if (!first.ok) return first;
      const outcome = await work(first.value);
      if (outcome.ok || outcome.error.status !== UNAUTHORIZED || outcome.error.source !== 'endpoint') return outcome;
      const fresh = await obtain(true);
      return fresh.ok && fresh.value !== first.value ? work(fresh.value) : outcome;
    },
  };
}
