/**
 * The last policy of ours before the SDK's own authentication and transport. What the SDK made of a record is thrown
 * away but for the key that finds the record again: operation, time, sample rate and dependency are then as we say,
 * and an item that is not ours does not leave. The SDK is told that all went well: what it would do otherwise
 * (repeat, wait, follow a redirect) is done by nobody, and what really happened is counted here.
 */
import type { Sent } from '../telemetry/delivery.ts';
import type { TelemetryRecord } from '../telemetry/record.ts';
import { type EnvelopeOrigin, toEnvelope } from './ingestion-envelope.ts';

/** The property that carries the key; names with letters could be the SDK's. */
export const KEY = '~';

/** The SDK has no limit of its own; a socket that hangs would be kept for ever. */
const TIMEOUT_MS = 1_500;
const PARTIAL_SUCCESS = 206;
/** The SDK's tags that say something about this instance and nothing about a caller. */
const KEPT_TAGS = ['ai.cloud.roleInstance', 'ai.internal.sdkVersion'];

/** The part of @azure/core-rest-pipeline that is used. */
interface GateRequest {
  url: string;
  body?: unknown;
  timeout: number;
}
interface GateAnswer {
  readonly status: number;
  readonly bodyAsText?: string | null | undefined;
}

export interface Gate {
  readonly outcome: () => Sent;
  /** From here on the SDK may bring these, each once. */
  open(records: ReadonlyMap<string, TelemetryRecord>): void;
  /** @returns what to tell the SDK: always that everything arrived. */
  pass<R extends GateRequest>(request: R, next: (request: R) => Promise<GateAnswer>): Promise<GateAnswer>;
}

export function createGate({ origin, role }: { readonly origin: string; readonly role: string | undefined }): Gate {
  let expected = new Map<string, TelemetryRecord>();
  let sent: Sent = { delivered: 0, status: 0 };

  function toEnvelopes(body: unknown): readonly unknown[] {
    return parseItems(body).flatMap((item) => {
      const key = keyOf(item);
      const record = key === undefined ? undefined : expected.get(key);
      if (key === undefined || !record) return [];
      expected.delete(key);
      return [toEnvelope(record, originOf(item, role))];
    });
  }

  return {
    outcome: () => sent,
    open(records) {
      expected = new Map(records);
      sent = { delivered: 0, status: 0 };
    },
    async pass(request, next) {
      const envelopes = toEnvelopes(request.body);
      // One host and no other: neither a redirect that was remembered nor a second exporter leads elsewhere.
      if (envelopes.length > 0 && new URL(request.url).origin === origin) {
        request.body = JSON.stringify(envelopes);
        request.timeout = TIMEOUT_MS;
        try {
          const answer = await next(request);
          const delivered = sent.delivered + countAccepted(answer, envelopes.length);
          sent = { delivered, status: answer.status };
        } catch (error) {
          sent = { ...sent, status: statusOf(error) };
        }
      }
      const count = envelopes.length;
      const bodyAsText = JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] });
      return { status: 200, bodyAsText };
    },
  };
}

interface Item {
  readonly iKey?: unknown;
  readonly instrumentationKey?: unknown;
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly data?: { readonly baseData?: { readonly properties?: Readonly<Record<string, unknown>> } };
}

function parseItems(body: unknown): readonly Item[] {
  if (typeof body !== 'string') return [];
  try {
    const items: unknown = JSON.parse(body);
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}

function keyOf(item: Item): string | undefined {
  const key = item.data?.baseData?.properties?.[KEY];
  return typeof key === 'string' ? key : undefined;
}

function originOf({ iKey, tags = {} }: Item, role: string | undefined): EnvelopeOrigin {
  const kept = KEPT_TAGS.flatMap((name): [string, string][] => {
    const value = tags[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return {
    iKey: String(iKey),
    tags: { ...Object.fromEntries(kept), ...(role === undefined ? {} : { 'ai.cloud.role': role }) },
  };
}

function countAccepted({ status, bodyAsText }: GateAnswer, posted: number): number {
  if (status === 200) return posted;
  if (status !== PARTIAL_SUCCESS) return 0;
  try {
    const { itemsAccepted } = JSON.parse(bodyAsText ?? '') as { itemsAccepted?: unknown };
    return typeof itemsAccepted === 'number' ? itemsAccepted : 0;
  } catch {
    return 0;
  }
}

/** 0: no answer. */
function statusOf(error: unknown): number {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 0;
}
