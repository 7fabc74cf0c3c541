/** What is the cause and what only follows from it, by what each check says may explain its own trouble. */
import type { CheckId } from './check-ids.ts';
import type { CheckResult } from './run-checks.ts';
import type { Verdict } from './verdict.ts';

export type Trouble = Extract<Verdict, { state: 'fail' | 'warn' }>;

export interface RootCause {
  readonly id: CheckId;
  readonly verdict: Trouble;
  /** Checks that have trouble because of it. */
  readonly explains: readonly CheckId[];
}

export interface Findings {
  /** What fails by itself, and the warnings that explain a failure. */
  readonly causes: readonly RootCause[];
  /** Warnings that explain nothing. */
  readonly warnings: readonly RootCause[];
}

export function findCauses(results: readonly CheckResult[]): Findings {
  const troubles = new Map(results.flatMap(({ id, verdict }) => (hasTrouble(verdict) ? [[id, verdict] as const] : [])));

  /** The first cause, whose own trouble nothing explains; a failure explains better than a warning. */
  function rootOf(id: CheckId, seen: readonly CheckId[] = []): CheckId {
    const explains = (other: CheckId) => troubles.has(other) && !troubles.get(other)?.explainsNothing;
    const { becauseOf = [], eachBecauseOf = [] } = troubles.get(id) ?? {};
    if (!eachBecauseOf.every((group) => group.some(explains))) return id;
    const possible = becauseOf.filter((other) => explains(other) && !seen.includes(other));
    const because = possible.find((other) => troubles.get(other)?.state === 'fail') ?? possible[0];
    return because === undefined ? id : rootOf(because, [...seen, id]);
  }

  const explained = new Map<CheckId, CheckId[]>();
  for (const id of troubles.keys()) {
    const root = rootOf(id);
    explained.set(root, [...(explained.get(root) ?? []), ...(root === id ? [] : [id])]);
  }
  const roots = [...troubles].flatMap(([id, verdict]) => {
    const explains = explained.get(id);
    return explains ? [{ id, verdict, explains }] : [];
  });
  const isCause = ({ verdict, explains }: RootCause): boolean =>
    verdict.state === 'fail' || explains.some((id) => troubles.get(id)?.state === 'fail');
  return { causes: roots.filter(isCause), warnings: roots.filter((root) => !isCause(root)) };
}

function hasTrouble(verdict: Verdict): verdict is Trouble {
  return verdict.state === 'fail' || verdict.state === 'warn';
}
