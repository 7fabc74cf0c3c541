/** Whom a browser has spoken to, by its own network log: pages, background services and WebRTC alike. */
import { readFileSync } from 'node:fs';

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly NetLogEvent[];
}

interface NetLogEvent {
  readonly type: number;
  readonly source: { readonly id: number };
  readonly params?: { readonly address?: string; readonly host?: string };
}

export interface Contacts {
  /** `127.0.0.1:80` and `[::1]:80`, each once: whatever a connection was tried to, or a packet sent. */
  readonly addresses: readonly string[];
  /** Names that were resolved, or tried to be. */
  readonly names: readonly string[];
}

export function readNetLog(file: string): Contacts {
  const { constants, events } = JSON.parse(readFileSync(file, 'utf8')) as NetLog;
  const { logEventTypes: types } = constants;
  const addresses = new Set<string>();
  const names = new Set<string>();
  const connected = new Map<number, string>();
  for (const { type, source, params = {} } of events) {
    const { address, host } = params;
    // A datagram socket that is connected has sent nothing yet: that is how Chromium looks for a route.
    if (type === types['UDP_CONNECT'] && address !== undefined) connected.set(source.id, address);
    if (type === types['UDP_BYTES_SENT']) addresses.add(address ?? connected.get(source.id) ?? 'unknown');
    if (type === types['TCP_CONNECT_ATTEMPT'] && address !== undefined) addresses.add(address);
    if (type === types['HOST_RESOLVER_MANAGER_REQUEST'] && host !== undefined) names.add(host);
  }
  return { addresses: [...addresses], names: [...names] };
}
