/** What a person is shown of a record of the worker, or nothing when it says nothing new to whoever watches. */
import { isJsonObject, parseJson } from '../../src/lib/json.ts';
import type { HostLog } from '../host/messages.ts';

const PROBE = /^(?:GET|HEAD) \/api\/(?:healthz|readyz) /;
const ACCESS = /^(\S+) (\S+) (\d{3}) (\d+ ms)$/;
const LEVEL_TEXT: Readonly<Record<string, string>> = { warning: 'warning', error: 'error', critical: 'error' };

/** `14:03:12  200  POST /api/realtime/client_secrets  12 ms`; probes that went well are left out. */
export function formatLogLine(log: HostLog): string | undefined {
  const clock = new Date(log.time).toTimeString().slice(0, 8);
  if (log.category === 'Host.Http') {
    const [, method, path, status, duration] = ACCESS.exec(log.message) ?? [];
    if (status === '200' && isProbe(log)) return undefined;
    return status === undefined ? `${clock}  ${log.message}` : `${clock}  ${status}  ${method} ${path}  ${duration}`;
  }
  const isOutput = log.category === 'stdout' || log.category === 'stderr';
  const level = LEVEL_TEXT[log.level] ?? (isOutput ? log.category : undefined);
  return level === undefined ? undefined : `${clock}  ${level}  ${explain(log.message) ?? log.message}`;
}

/** A request that asks how the functions are, and for nothing else. */
export function isProbe({ category, message }: HostLog): boolean {
  return category === 'Host.Http' && PROBE.test(message);
}

/** What a mint's line mostly says when Azure refused: the diagnosis and its causes, without checks and fixes. */
function explain(message: string): string | undefined {
  const record = parseJson(message);
  const { code, diagnosis, causes } = isJsonObject(record) ? record : {};
  if (typeof diagnosis !== 'string' || !Array.isArray(causes)) return undefined;
  const ranked = causes.map((entry: { readonly cause?: unknown }, index) => `            ${index + 1}. ${entry.cause}`);
  const page = `            Checks and fixes: /api/problems/${diagnosis}`;
  return [`${code ?? 'issued'}, diagnosis ${diagnosis}. The causes, the most likely first:`, ...ranked, page].join(
    '\n',
  );
}
