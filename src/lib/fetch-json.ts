/** GETs a JSON document that others publish: https only, no redirects, bounded in time and size. */
import type { Clock } from './clock.ts';
import type { Send } from './http.ts';
import { parseJson } from './json.ts';
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

export async function fetchJson(
  { send, now }: { readonly send: Send; readonly now: Clock },
  url: string,
  timeoutMs: number,
): Promise<Result<unknown, NoDocument>> {
  const none = (cause: string, askedToWaitMs?: number) => err({ cause, askedToWaitMs });
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return none('The address is not https.');
  const answer = await send({
    url,
    method: 'GET',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
    maxBytes: MAX_DOCUMENT_BYTES,
  });
  if (!answer.ok) return none(`There is no answer: ${answer.error.code ?? 'unknown'}.`);
  const { status, headers, body } = answer.value;
  if (status !== 200) return none(`The answer’s status is ${status}.`, readRetryAfter(headers, now));
  if (body === undefined) return none(`The answer is larger than ${MAX_DOCUMENT_BYTES} bytes.`);
  const document = parseJson(body);
  return document === undefined ? none('The answer is not JSON.') : ok(document);
}
