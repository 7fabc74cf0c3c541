/** A session against the GA schema, with the beta's names and forms told apart from other mistakes. */
import { err, type Result } from '../lib/result.ts';
import { type Finding, toPointer, validate } from '../lib/validation.ts';
import { findBetaFields } from './beta-fields.ts';
import { type Session, sessionSchema } from './session-schema.ts';

/** Pointers are relative to the session. */
export function checkSession(session: unknown): Result<Session, readonly Finding[]> {
  const checked = validate(sessionSchema, session);
  if (checked.ok) return checked;
  const beta = findBetaFields(session).map(({ path, fix }) => ({
    pointer: toPointer(path),
    message: fix,
    unknownMember: true,
  }));
  const isExplained = ({ pointer }: Finding): boolean =>
    beta.some((field) => pointer === field.pointer || pointer.startsWith(`${field.pointer}/`));
  return err([...beta, ...checked.error.filter((finding) => !isExplained(finding))]);
}
