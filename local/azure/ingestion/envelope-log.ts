/** The last envelopes that were accepted, for a test and for whoever wants to see what telemetry says. */

/** As posted: nothing is checked but that it is an object. */
export type ReceivedEnvelope = Readonly<Record<string, unknown>>;

export interface EnvelopeLog {
  list(): readonly ReceivedEnvelope[];
  clear(): void;
}

export interface EnvelopeTable extends EnvelopeLog {
  add(envelopes: readonly ReceivedEnvelope[]): void;
}

const MAX_ENVELOPES = 2_000;

export function createEnvelopeTable(): EnvelopeTable {
  let envelopes: readonly ReceivedEnvelope[] = [];
  return {
    list: () => envelopes,
    clear() {
      envelopes = [];
    },
    add(more) {
      envelopes = [...envelopes, ...more].slice(-MAX_ENVELOPES);
    },
  };
}
