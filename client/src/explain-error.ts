/** From an error to its explanation: the endpoint’s own page, or the catalogue, which is loaded when it is needed. */
import { ask, readObject } from './ask.ts';
import type { CallError } from './call-error.ts';
import type { Explanation } from './explanation.ts';

const LIMIT_MS = 5_000;

/**
 * Explains an error: causes, the most likely first, each with checks and fixes for those who can do something.
 *
 * A problem of the endpoint is explained by the endpoint. For what the browser or the service said,
 * `realtime-token-client/explain` is loaded. It never rejects: what nobody knows comes back with no causes.
 *
 * @example
 * const { title, causes } = await explain(call.state.error);
 * show(title, causes[0]?.fix.find(({ audience }) => audience === 'user')?.say);
 */
export async function explain(error: CallError): Promise<Explanation> {
  const { helpUrl, code, message } = error;
  const page = helpUrl === undefined ? undefined : await readPage(helpUrl);
  if (page) return page;
  const catalogue = await import('./explain.ts').catch(() => undefined);
  return catalogue?.explainHere(error) ?? { id: code, title: message, causes: [], names: {} };
}

async function readPage(url: string): Promise<Explanation | undefined> {
  const ports = { fetch: (at: string, init: RequestInit) => fetch(at, init) };
  const order = { method: 'GET', url, headers: { accept: 'application/json' }, limitMs: LIMIT_MS } as const;
  const answer = await ask(ports, order, new AbortController().signal);
  const { id, title, causes, names } = answer.ok && answer.value.isOk ? readObject(answer.value.body) : {};
  if (typeof id !== 'string' || typeof title !== 'string' || !Array.isArray(causes)) return undefined;
  return { id, title, causes, names: { ...(names as Explanation['names']) } };
}
