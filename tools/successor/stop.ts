/** Why the command goes no further, and what the person can do about it. */
import { type Err, err, type Result } from '../../src/lib/result.ts';
import type { Mend } from '../doctor/verdict.ts';

export interface Stop {
  /** 1: something refuses; 2: it could not look, or nobody agreed. */
  readonly status: 1 | 2;
  /** A sentence. */
  readonly say: string;
  readonly mend?: Mend;
}

export type Step<T> = Promise<Result<T, Stop>>;

export function refused(say: string, mend?: Mend): Err<Stop> {
  return err({ status: 1, say, ...(mend && { mend }) });
}

/** @param because completes "Could not look: …". */
export function unlooked(because: string): Err<Stop> {
  return err({ status: 2, say: `Could not look: ${because}.` });
}
