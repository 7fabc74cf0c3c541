/** What an error means and what can be done, as the endpoint’s `/problems/{id}` answers it in JSON. */

/**
 * Who can do a step: who speaks, who writes the page, who runs the endpoint, or who asks the service with code of their
 * own.
 */
export type Audience = 'user' | 'developer' | 'operator' | 'own_code';

export interface ExplainedStep {
  readonly audience: Audience;
  /** A command; {@link Explanation.names} says what its names after `$` stand for. */
  readonly run?: string;
  readonly say?: string;
}

export interface ExplainedCause {
  readonly id: string;
  readonly cause: string;
  /** What tells this cause apart from the others. */
  readonly check: readonly ExplainedStep[];
  readonly fix: readonly ExplainedStep[];
}

export interface Explanation {
  /** A diagnosis, or the code of the error where nothing more is known. */
  readonly id: string;
  readonly title: string;
  /** Most likely first; empty where nothing more is known. */
  readonly causes: readonly ExplainedCause[];
  readonly names: Readonly<Record<string, string>>;
}
