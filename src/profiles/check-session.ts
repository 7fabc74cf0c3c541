/** A session against the GA schema, with the beta's names and forms told apart from other mistakes. */
import { type Finding, toPointer, validate } from '../lib/validation.ts';
import { findBetaFields } from './beta-fields.ts';
import { type Session, sessionSchema } from './session-schema.ts';

/** Pointers are relative to the session. */
export function checkSession(
  session: unknown,
): { readonly value: Session } | { readonly findings: readonly Finding[] } {
  const checked = validate(sessionSchema, session);
  if ('value' in checked) return checked;
  const beta = findBetaFields(session).map(({ path, fix }) => ({
    pointer: toPointer(path),
    message: fix,
    unknownMember: true,
  }));
  const isExplained = ({ pointer }: Finding): boolean =>
    beta.some((field) => pointer === field.pointer || pointer.startsWith(`${field.pointer}/`));
  return { findings: [...beta, ...checked.findings.filter((finding) => !isExplained(finding))] };
}
