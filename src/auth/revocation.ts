/**
 * Callers who are no longer served though their tokens are good, and tokens that are too old to count. The settings
 * decide at each request: nothing that was issued to a caller has to be found again.
 */
import * as z from 'zod/mini';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { jsonText, type Setting } from '../lib/setting.ts';
import type { AuthError } from './auth-error.ts';
import type { Caller } from './caller.ts';

export interface Revocation {
  /** Callers by their pseudonym, which the log has as `caller`. */
  readonly subjects: readonly string[];
  readonly issuedBeforeMs?: number | undefined;
}

const subject = z.string().check(z.regex(/^[0-9a-f]{32}$/, 'must be a caller’s pseudonym: 32 hexadecimal digits'));
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-23T12:00:00Z' });

const revocation = z.strictObject({ subjects: z.optional(z.array(subject)), issuedBefore: z.optional(instant) });

export const REVOCATION_SETTINGS = {
  revoked: {
    meaning:
      'JSON object: `subjects`, callers by the pseudonym that the log has as `caller`, and `issuedBefore`, an instant: the app refuses access tokens from before it.',
    writtenBy: 'operator',
    format: 'json',
    limits: true,
    schema: z.pipe(
      jsonText(revocation),
      z.transform(({ subjects = [], issuedBefore }): Revocation => {
        return { subjects, ...(issuedBefore === undefined ? {} : { issuedBeforeMs: Date.parse(issuedBefore) }) };
      }),
    ),
    default: { subjects: [] },
  } satisfies Setting<Revocation>,
} as const;

export function checkRevocation<C extends Pick<Caller, 'hash' | 'formerHashes' | 'issuedAtSeconds'>>(
  caller: C,
  { subjects, issuedBeforeMs }: Revocation,
): Result<C, AuthError> {
  const subject = [caller.hash, ...caller.formerHashes].find((hash) => subjects.includes(hash));
  const { hash: callerHash } = caller;
  if (subject !== undefined) return err({ reason: 'caller_revoked', callerHash, subject });
  if (issuedBeforeMs === undefined) return ok(caller);
  // RFC 9068 section 2.2 requires `iat`. A token that does not say its age may be an old one.
  const issuedAtMs = (caller.issuedAtSeconds ?? Number.NEGATIVE_INFINITY) * MS_PER_SECOND;
  return issuedAtMs < issuedBeforeMs ? err({ reason: 'token_invalid', flaw: 'revoked', callerHash }) : ok(caller);
}
