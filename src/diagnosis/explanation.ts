/** An entry as data for a program: what a page of /api/problems says in JSON, and the client’s package without asking. */
import type { Advice, CatalogueEntry, Cause, Steps } from './catalogue-entry.ts';
import { DEVICE_ENTRIES } from './device-entries.ts';
import { NAMES_IN_COMMANDS } from './fixes.ts';

/**
 * Who can do something: who speaks, who writes the page, who runs this endpoint, or whoever asks Azure with code of
 * their own and has no such endpoint.
 */
export const AUDIENCES = ['user', 'developer', 'operator', 'own_code'] as const;
export type Audience = (typeof AUDIENCES)[number];

export interface ExplainedStep {
  readonly audience: Audience;
  /** A command, whose names after `$` are in `names`. */
  readonly run?: string;
  readonly say?: string;
}

export interface ExplainedCause {
  readonly id: string;
  readonly cause: string;
  readonly check: readonly ExplainedStep[];
  readonly fix: readonly ExplainedStep[];
}

export interface Explanation {
  readonly id: string;
  readonly title: string;
  /** Most likely first. */
  readonly causes: readonly ExplainedCause[];
  /** What the reader fills in for the names of the commands. */
  readonly names: Readonly<Record<string, string>>;
}

export function explainEntry(entry: CatalogueEntry): Explanation {
  const causes = entry.causes.map(({ id, cause, check, fix }: Cause) => ({
    id,
    cause,
    check: toSteps(check, entry),
    fix: toSteps(fix, entry),
  }));
  return { id: entry.id, title: entry.title, causes, names: namesIn(JSON.stringify(causes)) };
}

/** Of the names that commands have, those of these. */
export function namesIn(commands: string): Readonly<Record<string, string>> {
  const names = Object.entries(NAMES_IN_COMMANDS).filter(([name]) => new RegExp(`\\${name}\\b`).test(commands));
  return Object.fromEntries(names);
}

function toSteps(
  { ownCode, withTargets: _withTargets, ...steps }: Advice,
  entry: CatalogueEntry,
): readonly ExplainedStep[] {
  return [
    { audience: audienceOf(steps, entry), ...steps },
    ...(ownCode === undefined ? [] : [{ audience: 'own_code' as const, ...ownCode }]),
  ];
}

/** A command of the Azure CLI wants the operator’s rights, wherever the symptom is seen. */
function audienceOf(steps: Steps, entry: CatalogueEntry): Audience {
  if ('code' in entry || ('run' in steps && steps.run.startsWith('az '))) return 'operator';
  return DEVICE_ENTRIES.some(({ id }) => id === entry.id) ? 'user' : 'developer';
}
