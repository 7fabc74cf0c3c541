/**
 * What reached the emulated Azure, so that a test can say how often and with what. It is bounded, and a credential's
 * value never enters it: a test that prints the log, or the control route that shows it, gives nothing away.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** In the order of their ports under `npm run azure`. */
export const SERVICE_NAMES = [
  'identity',
  'issuer',
  'appConfiguration',
  'openai',
  'control',
  'ingestion',
  'arm',
  // The accounts of other regions, told apart by the header host.
  'elsewhere',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface LoggedRequest {
  readonly service: ServiceName;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** With the question mark, or empty. */
  readonly query: string;
  /** Names in lower case; a credential's value is replaced by a marker. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's status; 0 while there is none, which after a reset or a hang is for good. */
  readonly status: number;
  /** ISO 8601, of the arrival. */
  readonly at: string;
}

export interface RequestLog {
  /** Without a predicate every request since `clear`; with one, those of the last {@link MAX_ENTRIES}. */
  count(service: ServiceName, predicate?: (request: LoggedRequest) => boolean): number;
  list(service?: ServiceName): readonly LoggedRequest[];
  clear(): void;
}

export interface RequestRecorder extends RequestLog {
  /** Call at arrival; call what it returns with the status when it is known. */
  record(request: ArrivedRequest): (status: number) => void;
}

interface ArrivedRequest {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

const MAX_ENTRIES = 5_000;
const CREDENTIAL_MARKER = '(removed)';
const MAX_HEADER_CHARACTERS = 512;
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'api-key',
  'cookie',
  'ocp-apim-subscription-key',
  'proxy-authorization',
  'x-identity-header',
]);

/** @param onAnswer sees each request once its status is known (0 never comes here). */
export function createRequestLog(onAnswer?: (request: LoggedRequest) => void): RequestRecorder {
  let entries: { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] }[] = [];
  const totals = new Map<ServiceName, number>();
  return {
    record({ headers, ...request }) {
      const entry = { ...request, headers: withoutCredentials(headers), status: 0, at: new Date().toISOString() };
      entries.push(entry);
      // Trimmed in blocks, because shifting one entry per request would cost the whole array each time.
      if (entries.length > 2 * MAX_ENTRIES) entries = entries.slice(-MAX_ENTRIES);
      totals.set(request.service, (totals.get(request.service) ?? 0) + 1);
      return (status) => {
        entry.status = status;
        onAnswer?.(entry);
      };
    },
    count(service, predicate) {
      if (!predicate) return totals.get(service) ?? 0;
      return entries.slice(-MAX_ENTRIES).filter((entry) => entry.service === service && predicate(entry)).length;
    },
    list: (service) =>
      entries
        .filter((entry) => service === undefined || entry.service === service)
        .slice(-MAX_ENTRIES)
        .map((entry) => ({ ...entry })),
    clear() {
      entries = [];
      totals.clear();
    },
  };
}

function withoutCredentials(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    kept[name] = CREDENTIAL_HEADERS.has(name) ? toMarker(text) : text.slice(0, MAX_HEADER_CHARACTERS);
  }
  return kept;
}

/** Keeps the scheme of an `Authorization`, which says which kind of credential came. */
function toMarker(value: string): string {
  const scheme = /^(Bearer|Basic|HMAC-SHA256) /i.exec(value)?.[0] ?? '';
  return scheme + CREDENTIAL_MARKER;
}
