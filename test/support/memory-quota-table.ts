/** The quota's table in memory, with the compare-and-swap of the real one; what it is asked is kept. */
import { type CallerCalls, NO_CALLS } from '../../src/quota/caller-calls.ts';
import type { CallsRow, QuotaRow, QuotaTable } from '../../src/quota/quota-table.ts';

export interface MemoryQuotaTable extends QuotaTable {
  /** `read`, `write` and `warm up`, in the order in which they began. */
  readonly calls: readonly string[];
  /** The instants of a caller's row. */
  issuedTo(caller: string): readonly number[];
  /** The row of a caller's calls. */
  callsOf(caller: string): CallerCalls;
  /** Puts a row there as another instance would. */
  put(caller: string, issued: readonly number[] | undefined): void;
  putCalls(caller: string, calls: CallerCalls | undefined): void;
  /** Comes before each call, and can wait, throw or change the table. */
  before(act: (call: string) => void | Promise<void>): void;
}

export function aMemoryQuotaTable(): MemoryQuotaTable {
  const issuedRows = new Map<string, QuotaRow>();
  const callsRows = new Map<string, CallsRow>();
  const calls: string[] = [];
  let version = 0;
  let act: (call: string) => void | Promise<void> = () => undefined;

  async function begin(call: string, signal: AbortSignal): Promise<void> {
    calls.push(call);
    await act(call);
    signal.throwIfAborted();
  }
  function nextEtag(): string {
    version += 1;
    return `version ${version}`;
  }
  function put(caller: string, issued: QuotaRow['issued']): QuotaRow {
    const row = { issued, etag: nextEtag() };
    issuedRows.set(caller, row);
    return row;
  }
  function putCalls(caller: string, next: CallsRow['calls']): CallsRow {
    const row = { calls: next, etag: nextEtag() };
    callsRows.set(caller, row);
    return row;
  }
  return {
    calls,
    put,
    warmUp: async () => void calls.push('warm up'),
    putCalls,
    issuedTo: (caller) => issuedRows.get(caller)?.issued ?? [],
    callsOf: (caller) => callsRows.get(caller)?.calls ?? NO_CALLS,
    before(next) {
      act = next;
    },
    async read(caller, want, signal) {
      await begin('read', signal);
      const issued = issuedRows.get(caller) ?? { issued: [], etag: undefined };
      return want.calls ? { issued, calls: callsRows.get(caller) ?? { calls: NO_CALLS, etag: undefined } } : { issued };
    },
    async write(caller, before, change, signal) {
      await begin('write', signal);
      const hasMoved =
        (change.issued && issuedRows.get(caller)?.etag !== before.issued.etag) ||
        (change.calls && callsRows.get(caller)?.etag !== before.calls?.etag);
      if (hasMoved) return undefined;
      return {
        ...(change.issued && { issued: put(caller, change.issued) }),
        ...(change.calls && { calls: putCalls(caller, change.calls) }),
      };
    },
  };
}
