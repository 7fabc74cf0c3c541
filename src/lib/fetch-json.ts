/** GETs a JSON document that others publish: https only, no redirects, bounded in time and size. */
import { parseJson, readBoundedText } from './bounded-body.ts';
import { err, ok, type Result } from './result.ts';

/** A discovery document or key set is a few KiB. */
const MAX_DOCUMENT_BYTES = 256 * 1024;

/** The error is a sentence for the log. Rejects when there is no answer at all. */
export async function fetchJson(
  fetchFrom: typeof fetch,
  url: string,
  timeoutMs: number,
): Promise<Result<unknown, string>> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return err('The address is not https.');
  const response = await fetchFrom(url, {
    headers: { Accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = await readBoundedText(response, MAX_DOCUMENT_BYTES);
  if (response.status !== 200) return err(`The answer’s status is ${response.status}.`);
  if (!body.ok) return err(`The answer is larger than ${MAX_DOCUMENT_BYTES} bytes.`);
  const document = parseJson(body.value);
  return document === undefined ? err('The answer is not JSON.') : ok(document);
}
