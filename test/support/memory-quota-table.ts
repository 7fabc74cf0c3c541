/** The quota's table in memory, with the compare-and-swap of the real one; what it is asked is kept. */
import type { QuotaRow, QuotaTable } from '../../src/quota/quota-table.ts';

export interface MemoryQuotaTable extends QuotaTable {
  /** `read`, `write` and `warm up`, in the order in which they began. */
  readonly calls: readonly string[];
  /** The instants of a caller's row. */
  issuedTo(callerHash: string): readonly number[];
  /** Puts a row there as another instance would. */
  put(callerHash: string, issued: readonly number[] | undefined): void;
  /** Comes before each call, and can wait, throw or change the table. */
  before(act: (call: string) => void | Promise<void>): void;
}

export function aMemoryQuotaTable(): MemoryQuotaTable {
  const rows = new Map<string, QuotaRow>();
  const calls: string[] = [];
  let version = 0;
  let act: (call: string) => void | Promise<void> = () => undefined;
  const nothing: QuotaRow = { issued: [], etag: undefined };

  async function begin(call: string, signal: AbortSignal): Promise<void> {
    calls.push(call);
    await act(call);
    signal.throwIfAborted();
  }
  function put(callerHash: string, issued: QuotaRow['issued']): QuotaRow {
    version += 1;
    const row = { issued, etag: `version ${version}` };
    rows.set(callerHash, row);
    return row;
  }
  return {
    calls,
    put,
    warmUp: async () => void calls.push('warm up'),
    issuedTo: (callerHash) => rows.get(callerHash)?.issued ?? [],
    before(next) {
      act = next;
    },
    async read(callerHash, signal) {
      await begin('read', signal);
      return rows.get(callerHash) ?? nothing;
    },
    async write(callerHash, before, issued, signal) {
      await begin('write', signal);
      return rows.get(callerHash)?.etag === before.etag ? put(callerHash, issued) : undefined;
    },
  };
}
