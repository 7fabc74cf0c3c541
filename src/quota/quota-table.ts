/** The table that all instances share: two rows for each caller, changed by compare-and-swap. */
import type { CallerCalls } from './caller-calls.ts';

/** The units that a caller has taken. */
export interface QuotaRow {
  /**
   * In ascending order, in milliseconds since the epoch. `undefined` where the row is of a format that this version
   * knows and cannot be read all the same.
   */
  readonly issued: readonly number[] | undefined;
  /** By the table's own clock; only of a row that was read. */
  readonly writtenAt?: number | undefined;
  /** Of the version that was read or written; `undefined` when there is no row yet. */
  readonly etag: string | undefined;
}

/** A row of its own, because a version that knows nothing of it writes the other one whole. */
export interface CallsRow {
  /** `undefined` where it cannot be read, as above. */
  readonly calls: CallerCalls | undefined;
  readonly etag: string | undefined;
}

export interface CallerRows {
  readonly issued: QuotaRow;
  /** Absent where nobody asked for it: a mint does not. */
  readonly calls?: CallsRow;
}

/** A row that is left out stays as it is. */
export interface RowsChange {
  readonly issued?: readonly number[];
  readonly calls?: CallerCalls;
}

/** Rejects with the SDK's error, with the signal's reason, or with a RowError. */
export interface QuotaTable {
  read(callerHash: string, want: { readonly calls: boolean }, signal: AbortSignal): Promise<CallerRows>;
  /**
   * Both rows or neither. Gives what was written, as it is now; `undefined` where a row that should be changed is no
   * longer what `before` says.
   */
  write(
    callerHash: string,
    before: CallerRows,
    change: RowsChange,
    signal: AbortSignal,
  ): Promise<Partial<CallerRows> | undefined>;
  /** Fetches what the first read would wait for; never rejects. */
  warmUp(): Promise<void>;
}

/** What is wrong with the row of one caller; it says nothing of the table. */
export class RowError extends Error {
  override readonly name: 'NewerRow' | 'Contended';

  constructor(name: RowError['name']) {
    super();
    this.name = name;
  }
}
