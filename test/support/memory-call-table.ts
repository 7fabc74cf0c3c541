/** The calls' table in memory, with the versions of the real one. */
import type { Call, EndedCall, LiveCall, UnreadableCall } from '../../src/calls/call.ts';
import type { CallTable, Heartbeat } from '../../src/calls/call-table.ts';

export interface MemoryCallTable extends CallTable {
  readonly ended: ReadonlyMap<string, EndedCall>;
  onTheLine(): readonly string[];
  putUnreadable(row: UnreadableCall): void;
}

export function aMemoryCallTable(): MemoryCallTable {
  const live = new Map<string, LiveCall>();
  const unreadable = new Map<string, UnreadableCall>();
  const ended = new Map<string, EndedCall>();
  let heartbeat: Heartbeat | undefined;
  let version = 0;

  function put(callId: string, call: Call): LiveCall {
    version += 1;
    const row = { ...call, callId, etag: `version ${version}` };
    live.set(callId, row);
    return row;
  }
  return {
    ended,
    onTheLine: () => [...live.keys()],
    putUnreadable: (row) => void unreadable.set(row.callId, row),
    begin: async (callId, call) => (live.has(callId) ? undefined : put(callId, call)),
    live: async () => [...live.values(), ...unreadable.values()],
    find: async (callId) => ended.get(callId) ?? live.get(callId),
    change: async (call, next) => (live.get(call.callId)?.etag === call.etag ? put(call.callId, next) : undefined),
    async end({ etag: _etag, ...call }, end) {
      if (!ended.has(call.callId)) ended.set(call.callId, { ...call, end });
      return live.delete(call.callId);
    },
    drop: async ({ callId }) => void unreadable.delete(callId),
    takePlace: async ({ id }) => ({ key: id, etag: id }),
    leavePlace: async () => undefined,
    heartbeat: async () => heartbeat,
    async beat(next) {
      heartbeat = next;
    },
    async forget(endedBefore) {
      for (const [callId, { end }] of ended) if (end.at < endedBefore) ended.delete(callId);
      return false;
    },
  };
}
