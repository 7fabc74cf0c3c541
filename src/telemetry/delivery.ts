/**
 * Brings the buffer's records to the sender, in the background and one batch at a time. The sender is another bundle:
 * parsing it stops the process for a moment, so it is loaded by a timer that begins once an answer has left. No timer
 * keeps the process alive. A batch that failed is lost and counted: repeating it could bring it twice.
 */
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { within } from '../lib/within.ts';
import type { LossCause } from './allow-list.ts';
import type { TelemetryBuffer } from './buffer.ts';
import type { TelemetryRecord } from './record.ts';

/** `status` is the HTTP status of ingestion, 0 where it gave none. */
export interface Sent {
  readonly delivered: number;
  readonly status: number;
}

export interface Sender {
  send(records: readonly TelemetryRecord[]): Promise<Sent>;
}

export interface Delivery {
  add(record: TelemetryRecord): void;
  /** An answer is about to leave: from now on there may be sending. */
  answered(): void;
  /** Resolves when everything has left or `timeoutMs` is over, and never rejects. */
  flush(timeoutMs: number): Promise<void>;
}

/** The handler has returned, the host still has to convert and send: long enough for that, on a busy machine too. */
const LOAD_AFTER_MS = 250;
/** So that the records of one busy second are one request. */
const SEND_AFTER_MS = MS_PER_SECOND;
/** After a batch was lost, for what waits behind it: long enough not to lose a backlog within seconds. */
const PAUSE_MS = 10 * MS_PER_SECOND;
/** A trouble that stays is logged again after this. */
const LOG_AGAIN_MS = MS_PER_MINUTE;
/** Below the SDK's own batch of 512, so that one batch is one request. */
const BATCH = 256;

export function createDelivery({
  buffer,
  load,
  now,
  log,
}: {
  readonly buffer: TelemetryBuffer;
  readonly load: () => Promise<Sender>;
  readonly now: Clock;
  readonly log: Log;
}): Delivery {
  let sender: Promise<Sender> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let flight: Promise<void> | undefined;
  let mayLoad = false;
  let troubled = false;
  let logged: { readonly facts: string; readonly at: number } | undefined;

  function schedule(afterMs: number): void {
    if (!mayLoad || timer || flight) return;
    timer = setTimeout(() => {
      timer = undefined;
      void pump();
    }, afterMs);
    timer.unref();
  }

  /** Single flight; ends when the buffer is empty or a batch was lost. */
  function pump(): Promise<void> {
    flight ??= sendAll().finally(() => {
      flight = undefined;
      if (buffer.size > 0) schedule(troubled ? PAUSE_MS : SEND_AFTER_MS);
    });
    return flight;
  }

  async function sendAll(): Promise<void> {
    troubled = false;
    while (buffer.size > 0 && !troubled) {
      const told = buffer.losses();
      const batch = buffer.take(BATCH - told.size);
      const cause = await sendBatch([...batch, ...toMetrics(told, now())], batch.length);
      if (cause === undefined) buffer.forget(told);
      troubled = cause !== undefined;
    }
  }

  /** Why it is lost, `undefined` when it is not. */
  async function sendBatch(records: readonly TelemetryRecord[], own: number): Promise<LossCause | undefined> {
    let cause: LossCause = 'not_loaded';
    let status = 0;
    let lost = own;
    try {
      sender ??= load();
      const loaded = await sender;
      cause = 'unreachable';
      const sent = await loaded.send(records);
      if (sent.delivered >= records.length) {
        logged = undefined;
        return undefined;
      }
      status = sent.status;
      lost = Math.min(own, records.length - sent.delivered);
      if (status !== 0) cause = 'refused';
    } catch {
      // A load that failed may succeed later; whatever else is thrown has its cause already.
      if (cause === 'not_loaded') sender = undefined;
    }
    buffer.lose(cause, lost);
    report(cause, status, lost);
    return cause;
  }

  /** When it begins or changes, else once a minute. */
  function report(cause: LossCause, status: number, records: number): void {
    const facts = `${cause} ${status}`;
    const at = now();
    if (facts === logged?.facts && at < logged.at + LOG_AGAIN_MS) return;
    logged = { facts, at };
    log.warn({ event: 'telemetry_lost', cause, status, records });
  }

  return {
    add(record) {
      buffer.push(record);
      schedule(SEND_AFTER_MS);
    },
    answered() {
      if (mayLoad) return;
      mayLoad = true;
      schedule(LOAD_AFTER_MS);
    },
    async flush(timeoutMs) {
      clearTimeout(timer);
      timer = undefined;
      // What was added while a batch was under way is sent after it.
      const everything = pump().then(() => (buffer.size > 0 && !troubled ? pump() : undefined));
      await within(everything, timeoutMs).catch(() => undefined);
    },
  };
}

function toMetrics(losses: ReadonlyMap<LossCause, number>, atEpochMs: number): readonly TelemetryRecord[] {
  return [...losses].map(([cause, value]) => ({
    name: 'telemetry_lost',
    atEpochMs,
    span: undefined,
    sampleRate: 100,
    properties: { cause },
    detail: { kind: 'metric', value },
  }));
}
