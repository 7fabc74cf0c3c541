/** The table that all instances share: one row for each caller, changed by compare-and-swap. */

export interface QuotaRow {
  /** In ascending order, in milliseconds since the epoch. */
  readonly issued: readonly number[];
  /** Of the version that was read or written; `undefined` when there is no row yet. */
  readonly etag: string | undefined;
}

/** Rejects with the SDK's error, and with the signal's reason. */
export interface QuotaTable {
  read(caller: string, signal: AbortSignal): Promise<QuotaRow>;
  /** The row as it is now, or `undefined` where it is no longer what `before` says. */
  write(
    caller: string,
    before: QuotaRow,
    issued: readonly number[],
    signal: AbortSignal,
  ): Promise<QuotaRow | undefined>;
}
