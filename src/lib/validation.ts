/** What a schema found wrong, as places and sentences that a person can act on. */
import type * as z from 'zod/mini';
import { err, ok, type Result } from './result.ts';

/** `pointer` is a JSON pointer (RFC 6901), empty for the whole value; `message` completes the sentence "<member> …". */
export interface Finding {
  readonly pointer: string;
  readonly message: string;
  /** The member is there and may not be: the schema does not know it, or it is not the caller's to set. */
  readonly unknownMember: boolean;
}

export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): Result<T, readonly Finding[]> {
  const parsed = schema.safeParse(input, { error: toMessage });
  return parsed.success ? ok(parsed.data) : err(parsed.error.issues.flatMap(toFindings));
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

export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** zod/mini has no messages of its own: these are handed in at each parse, and a schema's own message goes first. */
function toMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return 'is not valid';
  }
}

const NAMES: Readonly<Record<string, string>> = {
  array: 'an array',
  object: 'an object',
  string: 'a string',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  record: 'an object',
};
