/** The caller's access token, as a person pastes it: out of a terminal that wraps lines, or with its scheme. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';

const PRINTABLE = /^[\x21-\x7e]+$/;

/** The error is for a person. */
export function parseAccessToken(pasted: string): Result<string, string> {
  const token = pasted.replace(/^\s*bearer\s+/i, '').replace(/\s+/g, '');
  if (token === '') return err('Paste an access token for the endpoint.');
  // A browser sends nothing with such a header, and says it like a network that fails.
  if (!PRINTABLE.test(token)) return err('This is no access token: it has a character that no header may have.');
  return ok(token);
}
