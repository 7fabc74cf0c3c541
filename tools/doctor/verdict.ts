/** What a check found. One that could not look is skipped, because a missing permission is no fault of the thing. */
import type { CheckId } from './check-ids.ts';

/** What to do about it: commands with every name filled in, in the order in which they are to be run; or a sentence. */
export interface Mend {
  readonly say?: string;
  readonly run?: readonly string[];
  /** Another way than that. */
  readonly or?: Omit<Mend, 'or'>;
}

interface Found {
  readonly say: string;
  /** Further lines: a list that a sentence cannot hold. */
  readonly detail?: readonly string[];
}

interface Trouble extends Found {
  readonly mend: Mend;
  /** Checks whose own trouble explains this one: where one of them has some, this is no cause of its own. */
  readonly becauseOf?: readonly CheckId[];
  /** Of several troubles in one: where one of these groups has none, that one is a fault by itself. */
  readonly eachBecauseOf?: readonly (readonly CheckId[])[];
  /** Which cause of the catalogue it is, where the check looks for several: then it is none of the others. */
  readonly cause?: string;
  /** Of days to come, or ruled out as the cause of anything: what fails has another one. */
  readonly explainsNothing?: true;
}

export type Verdict =
  | ({ readonly state: 'ok' } & Found)
  | ({ readonly state: 'warn' } & Trouble)
  | ({ readonly state: 'fail' } & Trouble)
  /** Completes the sentence "skipped because …". `unneeded`: there was nothing to look at, so nothing is left unseen. */
  | { readonly state: 'skipped'; readonly because: string; readonly mend?: Mend; readonly unneeded?: true };

export function fine(say: string, detail?: readonly string[]): Verdict {
  return { state: 'ok', say, ...(detail && { detail }) };
}

export function warn(say: string, mend: Mend, becauseOf?: readonly CheckId[]): Extract<Verdict, { state: 'warn' }> {
  return { state: 'warn', say, mend, ...(becauseOf && { becauseOf }) };
}

export function fail(
  say: string,
  mend: Mend,
  becauseOf?: readonly CheckId[],
  detail: readonly string[] = [],
): Extract<Verdict, { state: 'fail' }> {
  return { state: 'fail', say, mend, ...(becauseOf && { becauseOf }), ...(detail.length > 0 && { detail }) };
}

export function skipped(because: string, mend?: Mend): Verdict {
  return { state: 'skipped', because, ...(mend && { mend }) };
}

/** Nothing is there to be looked at, or nobody asked for it. */
export function unneeded(because: string): Verdict {
  return { state: 'skipped', because, unneeded: true };
}
