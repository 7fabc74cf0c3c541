/**
 * The calls' table in Azure Tables: one partition, which the sweep reads whole and which takes 2,000 requests a second.
 * Nothing is deleted but in the version that was read. The SDK's transactions delete whatever stands there, so that an
 * end is three steps, each of which may be repeated: the record, the call's row, the place.
 */
import { odata, type TransactionAction } from '@azure/data-tables';
import { isReadable, toCall } from '../calls/call.ts';
import type { CallTable, Place, PlaceOrder } from '../calls/call-table.ts';
import { CLOCK_SKEW_MS } from '../quota/window.ts';
import {
  ENDED,
  LIVE,
  PARTITION,
  readEnded,
  readHeartbeat,
  readLive,
  readPlace,
  type StoredRow,
  SWEEP,
  toEntity,
} from './call-rows.ts';
import { hasMoved, isNotFound, isWithoutTable, lazyTableClient, type StorageOptions } from './table-client.ts';

export const CALLS_TABLE_NAME = 'realtimecalls';
/** Of deletions at once. */
const PAGE = 100;
/** Two requests want the same place now and then; with more attempts one of the others is free. */
const PLACE_ATTEMPTS = 5;

export function createAzureCallTable(options: StorageOptions): CallTable {
  const client = lazyTableClient(options, CALLS_TABLE_NAME);

  async function read(rowKey: string, abortSignal: AbortSignal): Promise<StoredRow | undefined> {
    try {
      return await client().getEntity<Record<string, unknown>>(PARTITION, rowKey, { abortSignal });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function list(prefix: string, abortSignal: AbortSignal, also = '', atMost = Number.POSITIVE_INFINITY) {
    const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
    const filter = odata`PartitionKey eq ${PARTITION} and RowKey ge ${prefix} and RowKey lt ${end}` + also;
    const rows: StoredRow[] = [];
    try {
      const entities = client().listEntities<Record<string, unknown>>({ queryOptions: { filter }, abortSignal });
      for await (const row of entities) if (rows.push(row as StoredRow) === atMost) break;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    return rows;
  }

  /** `undefined` where a row is no longer what it was. The first write of all makes the table. */
  async function write<T>(work: () => Promise<T>, abortSignal: AbortSignal): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (hasMoved(error)) return undefined;
      if (!isWithoutTable(error)) throw error;
      await client().createTable({ abortSignal });
      return write(work, abortSignal);
    }
  }

  function remove({ rowKey = '', etag }: Pick<StoredRow, 'rowKey' | 'etag'>, abortSignal: AbortSignal) {
    return write(() => client().deleteEntity(PARTITION, rowKey, { etag, abortSignal }), abortSignal);
  }

  /**
   * Of a call whose end is recorded: in whichever version the row is, because a look may have noted meanwhile that the
   * call is alive, and no other call has its id. False where somebody else has removed it.
   */
  async function removeLive(callId: string, etag: string, signal: AbortSignal): Promise<boolean> {
    const rowKey = LIVE + callId;
    if (await remove({ rowKey, etag }, signal)) return true;
    const current = await read(rowKey, signal);
    return current !== undefined && removeLive(callId, current.etag, signal);
  }

  /** In a free place or in one that has lapsed; `undefined` where somebody else was faster. */
  async function tryPlace({ cap, id, now, until, ...of }: PlaceOrder, abortSignal: AbortSignal) {
    const rows = new Map((await list(placePrefix(of), abortSignal)).map((row) => [row.rowKey, row]));
    const keys = Array.from({ length: cap }, (_, index) => `${placePrefix(of)}${index}`);
    const untilOf = (key: string) => {
      const row = rows.get(key);
      return row === undefined ? 0 : (readPlace(row)?.until ?? 0);
    };
    const free = keys.filter((key) => untilOf(key) + CLOCK_SKEW_MS <= now);
    // Of several that are free a different one for each request.
    const key = free[Math.floor(Math.random() * free.length)];
    if (key === undefined) return { freeAt: Math.min(...keys.map(untilOf)) };
    const before = rows.get(key);
    const entity = toEntity(key, { id, until });
    const taken = await write(
      () =>
        before === undefined
          ? client().createEntity(entity, { abortSignal })
          : client().updateEntity(entity, 'Replace', { etag: before.etag, abortSignal }),
      abortSignal,
    );
    return taken && { key, etag: taken.etag ?? '' };
  }

  async function leave(key: string, id: string, signal: AbortSignal): Promise<void> {
    const row = await read(key, signal);
    if (row && readPlace(row)?.id === id) await remove({ rowKey: key, etag: row.etag }, signal);
  }

  return {
    async begin(callId, call, place, abortSignal) {
      const actions: TransactionAction[] = [['create', toEntity(LIVE + callId, call)]];
      if (place) {
        const entity = toEntity(place.held.key, { id: call.id, until: place.until });
        actions.push(['update', entity, 'Replace', { etag: place.held.etag }]);
      }
      const begun = await write(() => client().submitTransaction(actions, { abortSignal }), abortSignal);
      const etag = begun?.subResponses[0]?.etag;
      return etag === undefined ? undefined : { ...call, callId, etag };
    },
    async live(signal) {
      return (await list(LIVE, signal)).map(readLive);
    },
    async find(callId, signal) {
      const [live, ended] = await Promise.all([read(LIVE + callId, signal), read(ENDED + callId, signal)]);
      if (ended) return readEnded(ended);
      const call = live && readLive(live);
      return call && isReadable(call) ? call : undefined;
    },
    async change({ callId, etag }, next, abortSignal) {
      const entity = toEntity(LIVE + callId, next);
      const options = { etag, abortSignal };
      const changed = await write(() => client().updateEntity(entity, 'Replace', options), abortSignal);
      return changed?.etag === undefined ? undefined : { ...next, callId, etag: changed.etag };
    },
    async end(call, end, abortSignal) {
      const ended = { ...toEntity(ENDED + call.callId, { ...toCall(call), end }), endedAt: new Date(end.at) };
      // The first who says how it ended is believed.
      await write(() => client().createEntity(ended, { abortSignal }), abortSignal);
      const removed = await removeLive(call.callId, call.etag, abortSignal);
      if (call.place !== undefined) await leave(call.place, call.id, abortSignal);
      return removed;
    },
    async drop({ callId, etag }, signal) {
      await remove({ rowKey: LIVE + callId, etag }, signal);
    },
    async takePlace(order, signal) {
      for (let attempt = 0; attempt < PLACE_ATTEMPTS; attempt += 1) {
        const place = await tryPlace(order, signal);
        if (place) return place;
      }
      return { freeAt: order.now };
    },
    async leavePlace({ key, etag }: Place, signal) {
      await remove({ rowKey: key, etag }, signal);
    },
    async heartbeat(signal) {
      const row = await read(SWEEP, signal);
      return row && readHeartbeat(row);
    },
    async beat(heartbeat, abortSignal) {
      await write(() => client().upsertEntity(toEntity(SWEEP, heartbeat), 'Replace', { abortSignal }), abortSignal);
    },
    async forget(endedBefore, signal) {
      const old = await list(ENDED, signal, odata` and endedAt lt ${new Date(endedBefore)}`, PAGE);
      await Promise.all(old.map((row) => remove(row, signal)));
      return old.length === PAGE;
    },
  };
}

/** A deployment's name has no colon. */
function placePrefix({ origin, deployment }: Pick<PlaceOrder, 'origin' | 'deployment'>): string {
  return `place:${new URL(origin).host}:${deployment}:`;
}
