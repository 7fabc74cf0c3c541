/** What the creator lets through the page's data channel, both ways; a sideband is free of it (docs/azure.md#gpt-live). */
import type { ServerEvent } from './server-events.ts';
import { type DataChannel, NESTING_TYPE } from './session-schema.ts';

export interface AllowList {
  /** Whether anything is kept back. */
  readonly isLimited: boolean;
  lets(event: ServerEvent): boolean;
  /** @param type of a client's event */
  takes(type: string): boolean;
}

export function createAllowList({ allowed_client_events, allowed_server_events }: DataChannel = {}): AllowList {
  const [client = 'all', server = 'all'] = [allowed_client_events, allowed_server_events];
  return {
    isLimited: client !== 'all' || server !== 'all',
    takes: (type) => client === 'all' || client.includes(type),
    lets(event) {
      if (server === 'all') return true;
      const nested = event.type === NESTING_TYPE ? event.event['type'] : undefined;
      return server.some(({ type, response_event }) => type === event.type && response_event === nested);
    },
  };
}
