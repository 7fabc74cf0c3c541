/** What a stage shows beside its state. */
import type { CallEvent } from './call-event.ts';
import type { Detail, Fact, RoundTrip, StageId } from './stage.ts';

export interface StageTeller {
  note(note: string): void;
  facts(facts: readonly Fact[]): void;
  exchange(exchange: RoundTrip): void;
  text(title: string, text: string): void;
}

export function createTeller(tell: (event: CallEvent) => void, stage: StageId): StageTeller {
  const detail = (unfolded: Detail) => tell({ type: 'stage-told', stage, detail: unfolded });
  return {
    note: (note) => tell({ type: 'stage-told', stage, note }),
    facts: (facts) => {
      if (facts.length > 0) detail({ kind: 'facts', facts });
    },
    exchange: (exchange) => detail({ kind: 'exchange', exchange }),
    text: (title, text) => detail({ kind: 'text', title, text }),
  };
}

export function headerFact(name: string, value: string | null): readonly Fact[] {
  return value === null ? [] : [{ name, value }];
}
