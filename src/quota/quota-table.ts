/** The table that all instances share: one row for each caller, changed by compare-and-swap. */

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

/** Rejects with the SDK's error, with the signal's reason, or with a RowError. */
export interface QuotaTable {
  read(callerHash: string, signal: AbortSignal): Promise<QuotaRow>;
  /** The row as it is now, or `undefined` where it is no longer what `before` says. */
  write(
    callerHash: string,
    before: QuotaRow,
    issued: readonly number[],
    signal: AbortSignal,
  ): Promise<QuotaRow | undefined>;
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
