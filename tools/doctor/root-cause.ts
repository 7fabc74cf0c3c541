/** What is the cause and what only follows from it, by what each check says may explain its own trouble. */
import type { CheckId } from './check-ids.ts';
import type { CheckResult } from './run-checks.ts';
import { createCaution } from './targets/whole-setting.ts';
import type { Verdict } from './verdict.ts';

export type Trouble = Extract<Verdict, { state: 'fail' | 'warn' }>;

export interface RootCause {
  readonly id: CheckId;
  /** Of several, the one that has it. */
  readonly target?: string;
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

type Found = Omit<RootCause, 'explains'>;

export function findCauses(results: readonly CheckResult[]): Findings {
  const troubles = results.flatMap(({ verdict, ...named }) => (hasTrouble(verdict) ? [{ ...named, verdict }] : []));

  /** The first cause, whose own trouble nothing explains; a failure explains better than a warning. */
  function rootOf(trouble: Found, seen: readonly Found[] = []): Found {
    const thatExplain = (id: CheckId): readonly Found[] =>
      troubles.filter((other) => other.id === id && !other.verdict.explainsNothing && areOfOne(other, trouble));
    const { becauseOf = [], eachBecauseOf = [] } = trouble.verdict;
    if (!eachBecauseOf.every((group) => group.some((id) => thatExplain(id).length > 0))) return trouble;
    const possible = becauseOf.flatMap(thatExplain).filter((other) => !seen.includes(other));
    const because = possible.find(fails) ?? possible[0];
    return because === undefined ? trouble : rootOf(because, [...seen, trouble]);
  }

  const explained = new Map<Found, Found[]>();
  for (const trouble of troubles) {
    const root = rootOf(trouble);
    explained.set(root, [...(explained.get(root) ?? []), ...(root === trouble ? [] : [trouble])]);
  }
  const roots = troubles.flatMap((trouble) => {
    const followers = explained.get(trouble);
    if (!followers) return [];
    const explains = [...new Set(followers.map(({ id }) => id))];
    return [{ ...trouble, explains, isCause: fails(trouble) || followers.some(fails) }];
  });
  const caution = createCaution(roots);
  const those = (isCause: boolean) =>
    roots.flatMap(({ isCause: is, ...root }) => (is === isCause ? [caution(root)] : []));
  return { causes: those(true), warnings: those(false) };
}

/** What is wrong with one target explains nothing at another. */
function areOfOne({ target: one }: Found, { target: other }: Found): boolean {
  return one === undefined || other === undefined || one === other;
}

function fails({ verdict }: Found): boolean {
  return verdict.state === 'fail';
}

function hasTrouble(verdict: Verdict): verdict is Trouble {
  return verdict.state === 'fail' || verdict.state === 'warn';
}
