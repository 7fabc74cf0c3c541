/** Whom a browser has spoken to, by its own network log: pages, background services and WebRTC alike. */
import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from '../../../src/lib/json.ts';

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly NetLogEvent[];
}

interface NetLogEvent {
  readonly type: number;
  readonly source: { readonly id: number };
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Which events are a contact, tried or made, and the parameter that says with whom. */
const WHOM: Readonly<Record<string, string>> = {
  URL_REQUEST_START_JOB: 'url',
  HOST_RESOLVER_MANAGER_REQUEST: 'host',
  TCP_CONNECT_ATTEMPT: 'address',
  UDP_BYTES_SENT: 'address',
};

/** `http://localhost:80/path`, `http://localhost:80`, `127.0.0.1:80` and `[::1]:80`, each once. */
export function readContacts(file: string): readonly string[] {
  const { constants, events = [] } = parseLog(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const types = new Map(Object.entries(constants?.logEventTypes ?? {}).map(([name, type]) => [type, name]));
  const connected = new Map<number, unknown>();
  const contacts = events.flatMap(({ type, source, params = {} }) => {
    const name = types.get(type) ?? '';
    // A datagram socket that is connected has sent nothing yet: that is how Chromium looks for a route.
    if (name === 'UDP_CONNECT' && 'address' in params) connected.set(source.id, params['address']);
    const whom = params[WHOM[name] ?? ''] ?? (name === 'UDP_BYTES_SENT' ? connected.get(source.id) : undefined);
    return typeof whom === 'string' ? [whom] : [];
  });
  return [...new Set(contacts)];
}

/** Of a browser that was killed the log is cut anywhere; each member and each event begins a line of its own. */
function parseLog(text: string): Partial<NetLog> {
  const whole = text.slice(0, Math.max(0, text.lastIndexOf(',\n')));
  return (parseJson(text) ?? parseJson(`${whole}]}`) ?? parseJson(`${whole}}`) ?? {}) as Partial<NetLog>;
}
