/**
 * Our last policy before the SDK's own authentication and transport. It drops what the SDK made of a record, except the
 * key that finds the record again: so operation, time, sample rate and dependency are ours, and no foreign item
 * leaves. It tells the SDK that all went well, so that the SDK does not repeat, wait or follow a redirect, and
 * counts here what really happened.
 */
import { parseJson, valueAt } from '../lib/json.ts';
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
  const items = typeof body === 'string' ? parseJson(body) : undefined;
  return Array.isArray(items) ? items : [];
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
  const accepted = valueAt(parseJson(bodyAsText ?? ''), ['itemsAccepted']);
  return typeof accepted === 'number' ? accepted : 0;
}

/** 0: no answer. */
function statusOf(error: unknown): number {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 0;
}
