/** Reads what the harness obeys in host.json, and the one limit that is an environment variable. */
import { parseTimeSpan } from './time-span.ts';

/** The settings of the Functions host that a client can notice. */
export interface HostSettings {
  readonly routePrefix: string;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly maxOutstandingRequests: number;
  readonly maxConcurrentRequests: number;
  /** Infinity when host.json says "-1". */
  readonly functionTimeoutMs: number;
  readonly maxBodyBytes: number;
}

/** The host's own default, 100 MiB. */
const DEFAULT_MAX_BODY_BYTES = 104_857_600;
/** The host's default where a plan sets no other (Consumption has 5 minutes). */
const DEFAULT_FUNCTION_TIMEOUT_MS = 30 * 60 * 1000;

/** Takes the text of host.json; throws, naming the member, on what the harness cannot obey. */
export function parseHostSettings(hostJson: string, bodySizeLimit: string | undefined): HostSettings {
  const root = toRecord(JSON.parse(hostJson));
  if (root['version'] !== '2.0') throw new Error('host.json: version must be "2.0".');
  const http = toRecord(toRecord(root['extensions'])['http']);
  const prefix = http['routePrefix'] ?? 'api';
  if (typeof prefix !== 'string') throw new Error('host.json: extensions.http.routePrefix must be a string.');
  return {
    routePrefix: prefix.replace(/^\/|\/$/g, ''),
    customHeaders: toHeaders(http['customHeaders']),
    maxOutstandingRequests: toLimit(http['maxOutstandingRequests'], 'maxOutstandingRequests'),
    maxConcurrentRequests: toLimit(http['maxConcurrentRequests'], 'maxConcurrentRequests'),
    functionTimeoutMs: toTimeoutMs(root['functionTimeout']),
    maxBodyBytes: toBytes(bodySizeLimit),
  };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function toLimit(value: unknown, name: string): number {
  if (value === undefined || value === -1) return Number.POSITIVE_INFINITY;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new Error(`host.json: extensions.http.${name} must be a positive whole number or -1.`);
}

function toTimeoutMs(value: unknown): number {
  if (value === undefined) return DEFAULT_FUNCTION_TIMEOUT_MS;
  if (value === '-1') return Number.POSITIVE_INFINITY;
  const ms = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (ms === undefined) throw new Error('host.json: functionTimeout must be a time span like "00:00:30", or "-1".');
  return ms;
}

function toHeaders(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(toRecord(value)).map(([name, text]) => [name, String(text)]));
}

function toBytes(value: string | undefined): number {
  const bytes = Number(value === undefined || value === '' ? DEFAULT_MAX_BODY_BYTES : value);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new Error('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a positive whole number of bytes.');
}
