/** One line for a person out of a record of the worker, or none when it says nothing new to whoever watches. */
import type { HostLog } from './messages.ts';

const quietPaths = /^GET \/api\/(healthz|readyz) 200 /;
const accessPattern = /^(\S+) (\S+) (\d{3}) (\d+ ms)$/;
const levelText: Readonly<Record<string, string>> = { warning: 'warning', error: 'error', critical: 'error' };

/** `14:03:12  200  POST /api/realtime/client_secrets  12 ms`; probes that went well are left out. */
export function formatLogLine(log: HostLog): string | undefined {
  const clock = new Date(log.time).toTimeString().slice(0, 8);
  if (log.category === 'Host.Http') {
    const [, method, path, status, duration] = accessPattern.exec(log.message) ?? [];
    if (quietPaths.test(log.message)) return undefined;
    return status === undefined ? `${clock}  ${log.message}` : `${clock}  ${status}  ${method} ${path}  ${duration}`;
  }
  const level = log.category === 'stdout' ? 'stdout' : levelText[log.level];
  return level === undefined ? undefined : `${clock}  ${level}  ${log.message}`;
}
