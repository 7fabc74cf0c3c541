/**
 * What is wrong with a body that fails its schema, in the words of the service. Reported texts are used where there are
 * any. For a value out of range only the status is known: those answer with the code `invalid_value` and a sentence of
 * our own.
 */
import type * as z from 'zod';
import { type Answer, json } from '../../kit/reply.ts';

export interface InvalidBody {
  readonly code:
    | 'invalid_type'
    | 'invalid_value'
    | 'missing_required_parameter'
    | 'unknown_parameter'
    | 'invalid_session_type';
  /** Dotted, with indexes in brackets: `session.tools[0].name`. */
  readonly param: string;
  readonly message: string;
}

type SchemaIssue = z.core.$ZodIssue;

export const NOT_JSON: InvalidBody = { code: 'invalid_value', param: '', message: 'The body is not JSON.' };

/** @param input what was parsed, with `reportInput`. */
export function findInvalid({ issues: [first] }: z.ZodError, input: unknown): InvalidBody {
  return first ? toInvalid(deepest(first), input) : { code: 'invalid_value', param: '', message: 'Invalid body.' };
}

/** OpenAI's envelope; `InvalidSessionType` and others of Azure's gateway have theirs in the table of errors. */
export function toInvalidAnswer({ code, param, message }: InvalidBody): Answer {
  return json(400, { error: { message, type: 'invalid_request_error', code, param: param === '' ? null : param } });
}

export function unknownParameter(param: string): InvalidBody {
  return { code: 'unknown_parameter', param, message: `Unknown parameter: '${param}'.` };
}

/** Of a union's branches the one that got furthest is the one that was meant. */
function deepest(issue: SchemaIssue): SchemaIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const branches = issue.errors.flatMap(([first]) =>
    first ? [deepest({ ...first, path: [...issue.path, ...first.path] })] : [],
  );
  return branches.reduce<SchemaIssue>((best, branch) => (rank(branch) > rank(best) ? branch : best), issue);
}

function rank(issue: SchemaIssue): number {
  if (issue.code === 'invalid_union') return -1;
  // At the same depth a type says more than a list of values: `"inf"` or an integer, and got a boolean.
  return 2 * issue.path.length + (issue.code === 'invalid_type' ? 1 : 0);
}

function toInvalid(issue: SchemaIssue, input: unknown): InvalidBody {
  const param = toParam(issue.path);
  const given = valueAt(input, issue.path);
  if (issue.code === 'unrecognized_keys') return unknownParameter(toParam([...issue.path, issue.keys[0] ?? '']));
  if (given === undefined) {
    return { code: 'missing_required_parameter', param, message: `Missing required parameter: '${param}'.` };
  }
  if (issue.code === 'invalid_type') {
    const message = `Invalid type for '${param}': expected ${withArticle(issue.expected)}, but got ${describe(given)} instead.`;
    return { code: 'invalid_type', param, message };
  }
  return { code: 'invalid_value', param, message: `Invalid value for '${param}': ${issue.message}` };
}

function toParam(path: readonly PropertyKey[]): string {
  return path.reduce<string>((param, part) => {
    if (typeof part === 'number') return `${param}[${part}]`;
    return param === '' ? String(part) : `${param}.${String(part)}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    input,
  );
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (Number.isInteger(value)) return 'an integer';
  return withArticle(typeof value === 'number' ? 'decimal' : typeof value);
}

function withArticle(type: string): string {
  const name = type === 'record' ? 'object' : type === 'int' ? 'integer' : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
