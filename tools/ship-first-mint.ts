/** After an upload: waits until the app is ready, then mints through it. The secret is dropped, and never printed. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly seconds: number;
  readonly everySeconds: number;
}

/** Roles take minutes to count everywhere, and a first start reads settings and package with them. */
export const USUAL_PATIENCE: Patience = { seconds: 300, everySeconds: 5 };
const REQUEST_TIMEOUT_MS = 20_000;

export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly last: string };

/** @param url origin of the function app. `last` is what the app said last, in a few words. */
export async function waitUntilReady(url: string, { seconds, everySeconds }: Patience): Promise<Readiness> {
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    const { isReady, words } = await askReadiness(`${url}/api/readyz`);
    if (isReady) return { isReady };
    if (performance.now() + everySeconds * 1_000 > until) return { isReady: false, last: words };
    await sleep(everySeconds * 1_000);
  }
}

async function askReadiness(url: string): Promise<{ readonly isReady: boolean; readonly words: string }> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const { failing } = (await readObject(response)) as { failing?: unknown };
    const words = Array.isArray(failing) && failing.length > 0 ? failing.join(', ') : `status ${response.status}`;
    return { isReady: response.status === 200, words };
  } catch {
    return { isReady: false, words: 'no answer' };
  }
}

export interface FirstMint {
  readonly isMinted: boolean;
  /** Whoever ships may not be a caller: that the app says so shows that it serves. */
  readonly isServed: boolean;
  /** Azure refuses the app's identity, whose role may be minutes old: readyz cannot see that without a mint. */
  readonly isEarly: boolean;
  readonly words: string;
}

/** The app lets nobody ask often what Azure refuses, so this asks less often than it asks readyz. */
const MINTS_LESS_OFTEN = 4;

export async function mintFirst(url: string, token: string, { seconds, everySeconds }: Patience): Promise<FirstMint> {
  const pause = everySeconds * MINTS_LESS_OFTEN;
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    const mint = await mintOnce(url, token);
    if (!mint.isEarly || performance.now() + pause * 1_000 > until) return mint;
    await sleep(pause * 1_000);
  }
}

async function mintOnce(url: string, token: string): Promise<FirstMint> {
  try {
    const response = await fetch(`${url}/api/realtime/client_secrets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: '{}',
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const { code, title } = (await readObject(response)) as { code?: unknown; title?: unknown };
    const isServed = response.status === 200 || response.status === 401 || response.status === 403;
    const words = `${response.status} ${code ?? ''}: ${title ?? ''}`;
    return { isMinted: response.status === 200, isServed, isEarly: code === 'upstream_auth', words };
  } catch {
    return { isMinted: false, isServed: false, isEarly: false, words: 'no answer' };
  }
}

async function readObject(response: Response): Promise<object> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? body : {};
}
