/** Runs one stage and tells how it went; what a stage does not foresee fails it and never the page. */
import { err, type Result } from '../../../../src/lib/result.ts';
import type { CallEvent } from './call-event.ts';
import { messageOf, nameOf } from './error-words.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { Detail, Fact, RoundTrip, StageId } from './stage.ts';

export interface StageTeller {
  note(note: string): void;
  facts(facts: readonly Fact[]): void;
  exchange(exchange: RoundTrip): void;
  text(title: string, text: string): void;
}

export type StageRunner = <T>(
  stage: StageId,
  work: (tell: StageTeller) => Promise<Result<T, Failure>>,
) => Promise<Result<T, Failure>>;

export function createStageRunner(
  tell: (event: CallEvent) => void,
  sinceStart: () => number,
  signal: AbortSignal,
): StageRunner {
  return async (stage, work) => {
    // Ended by the person between two stages: nothing is begun any more, and nobody hears of it.
    if (signal.aborted) return err(browserFailure('page_fault'));
    tell({ type: 'stage-started', stage, atMs: sinceStart() });
    const outcome = await work(createTeller(tell, stage)).catch((cause: unknown) => err(toPageFault(cause)));
    const atMs = sinceStart();
    if (outcome.ok) tell({ type: 'stage-done', stage, atMs });
    else tell({ type: 'stage-failed', stage, atMs, failure: outcome.error });
    return outcome;
  };
}

export function createTeller(tell: (event: CallEvent) => void, stage: StageId): StageTeller {
  const detail = (unfolded: Detail) => tell({ type: 'stage-told', stage, detail: unfolded });
  return {
    note: (note) => tell({ type: 'stage-told', stage, note }),
    facts: (facts) => detail({ kind: 'facts', facts }),
    exchange: (exchange) => detail({ kind: 'exchange', exchange }),
    text: (title, text) => detail({ kind: 'text', title, text }),
  };
}

function toPageFault(cause: unknown): Failure {
  return browserFailure('page_fault', `${nameOf(cause)}: ${messageOf(cause)}`);
}
