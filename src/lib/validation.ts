/** What a schema found wrong, as places and sentences that a person can act on. */
import type * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/** `pointer` is a JSON pointer (RFC 6901), empty for the whole value. */
export interface Finding {
  readonly pointer: string;
  readonly message: string;
  /** The member exists and is not one that the schema knows. */
  readonly unknownMember: boolean;
}

// zod/mini carries no messages of its own: the English ones are handed in at each parse, nothing global is set.
const { localeError } = en();

export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): { value: T } | { findings: readonly Finding[] } {
  const parsed = schema.safeParse(input, { error: localeError });
  return parsed.success ? { value: parsed.data } : { findings: parsed.error.issues.flatMap(toFindings) };
}

function toFindings(issue: z.core.$ZodIssue): readonly Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      message: 'is not a member that exists here',
      unknownMember: true,
    }));
  }
  return [{ pointer: toPointer(issue.path), message: issue.message, unknownMember: false }];
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
