/** GETs a JSON document that others publish: https only, no redirects, bounded in time and size. */
import { parseJson, readBoundedText } from './bounded-body.ts';
import type { Clock } from './clock.ts';
import { err, ok, type Result } from './result.ts';
import { readRetryAfter } from './retry-after.ts';

/** A discovery document or key set is a few KiB. */
const MAX_DOCUMENT_BYTES = 256 * 1024;

export interface NoDocument {
  /** A sentence for the log. */
  readonly cause: string;
  /** What the answer asked for. */
  readonly askedToWaitMs: number | undefined;
}

/** Rejects when there is no answer at all. */
export async function fetchJson(
  { fetch: fetchFrom, now }: { readonly fetch: typeof fetch; readonly now: Clock },
  url: string,
  timeoutMs: number,
): Promise<Result<unknown, NoDocument>> {
  const none = (cause: string, askedToWaitMs?: number) => err({ cause, askedToWaitMs });
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return none('The address is not https.');
  const response = await fetchFrom(url, {
    headers: { Accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = await readBoundedText(response, MAX_DOCUMENT_BYTES);
  if (response.status !== 200) {
    return none(`The answer’s status is ${response.status}.`, readRetryAfter(response.headers, now));
  }
  if (!body.ok) return none(`The answer is larger than ${MAX_DOCUMENT_BYTES} bytes.`);
  const document = parseJson(body.value);
  return document === undefined ? none('The answer is not JSON.') : ok(document);
}
