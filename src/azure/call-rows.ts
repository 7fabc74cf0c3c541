/** The rows of the calls' table as they are stored: the key says what kind of row it is, one property holds the rest. */
import * as z from 'zod/mini';
import { type Call, callSchema, type EndedCall, endSchema, type LiveCall, type UnreadableCall } from '../calls/call.ts';
import type { Heartbeat } from '../calls/call-table.ts';
import { parseJson } from '../lib/json.ts';

export const PARTITION = 'calls';
export const LIVE = 'live:';
export const ENDED = 'ended:';
export const SWEEP = 'sweep';
/** Of each row. One of another format cannot be read. */
const FORMAT = 1;
/** Of a Live session: a version that would look for it among the calls of Realtime cannot read it. */
const LIVE_FORMAT = 2;

export type StoredRow = Readonly<Record<string, unknown>> & {
  readonly rowKey?: string;
  readonly etag: string;
  readonly timestamp?: string;
};

const endedSchema = z.extend(callSchema, { end: endSchema });
const heartbeatSchema = z.object({
  at: z.int(),
  by: z.enum(['timer', 'request']),
  forbidden: z.array(z.string()),
  lacks: z.optional(z.string()),
  confirmed: z.array(z.string()),
  asked: z.array(z.string()),
});
const placeSchema = z.object({ id: z.string(), until: z.int() });
export type PlaceBody = z.infer<typeof placeSchema>;

export function toEntity(rowKey: string, body: Call | (Call & Pick<EndedCall, 'end'>) | Heartbeat | PlaceBody) {
  const format = 'api' in body && body.api === 'live' ? LIVE_FORMAT : FORMAT;
  return { partitionKey: PARTITION, rowKey, format, body: JSON.stringify(body) };
}

export function readLive(row: StoredRow): LiveCall | UnreadableCall {
  const callId = keyOf(row, LIVE);
  const call = callSchema.safeParse(bodyOf(row)).data;
  if (call) return { ...call, callId, etag: row.etag };
  return { callId, etag: row.etag, writtenAt: Date.parse(row.timestamp ?? '') };
}

export function readEnded(row: StoredRow): EndedCall | undefined {
  const ended = endedSchema.safeParse(bodyOf(row)).data;
  return ended && { ...ended, callId: keyOf(row, ENDED) };
}

export function readHeartbeat(row: StoredRow): Heartbeat | undefined {
  return heartbeatSchema.safeParse(bodyOf(row)).data;
}

export function readPlace(row: StoredRow): PlaceBody | undefined {
  return placeSchema.safeParse(bodyOf(row)).data;
}

function bodyOf({ format, body }: StoredRow): unknown {
  const isKnown = [FORMAT, LIVE_FORMAT].includes(Number(format));
  return isKnown && typeof body === 'string' ? parseJson(body) : undefined;
}

function keyOf({ rowKey = '' }: StoredRow, prefix: string): string {
  return rowKey.slice(prefix.length);
}
