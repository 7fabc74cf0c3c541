/**
 * Every code that a caller can meet: public and never renamed. docs/errors.md, the OpenAPI document and the pages under
 * /api/problems are made of this table, so each sentence is written for the person who reads them.
 */
import { CALL_PROBLEMS } from './call-problems.ts';
import { CALLER_PROBLEMS } from './caller-problems.ts';
import { REQUEST_PROBLEMS } from './request-problems.ts';
import { SERVICE_PROBLEMS } from './service-problems.ts';
import { UPSTREAM_PROBLEMS } from './upstream-problems.ts';

export const PROBLEMS = {
  ...CALLER_PROBLEMS,
  ...REQUEST_PROBLEMS,
  ...CALL_PROBLEMS,
  ...SERVICE_PROBLEMS,
  ...UPSTREAM_PROBLEMS,
};

export type ProblemCode = keyof typeof PROBLEMS;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** What the operation of that id can answer with. */
export function problemsOf(operation: string): readonly ProblemCode[] {
  return Object.keys(PROBLEMS)
    .filter(isProblemCode)
    .filter((code) => {
      const operations: readonly string[] | 'every' = PROBLEMS[code].operations;
      return operations === 'every' || operations.includes(operation);
    });
}
