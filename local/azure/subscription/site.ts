/** The function app as Resource Manager knows it: where it answers and which identities it has. */
import { IDENTITY_CLIENT_ID, IDENTITY_OBJECT_ID, IDENTITY_RESOURCE_ID } from '../foundation/directory.ts';

export interface SiteIdentity {
  readonly principalId: string;
  readonly clientId: string;
}

export interface Site {
  /** `host` or `host:port`, as in `properties.defaultHostName`; on this machine it is served without TLS. */
  host: string;
  /** Whoever stops it is answered 403 from then on. */
  state: 'Running' | 'Stopped';
  /** How often somebody has had it start anew. */
  restarts: number;
  /** App settings that somebody has set by hand. */
  appSettings: Readonly<Record<string, string>>;
  /** User-assigned identities by resource id. */
  identities: Readonly<Record<string, SiteIdentity>>;
}

export function createSite(host: string): Site {
  return {
    host,
    state: 'Running',
    restarts: 0,
    appSettings: {},
    identities: { [IDENTITY_RESOURCE_ID]: { principalId: IDENTITY_OBJECT_ID, clientId: IDENTITY_CLIENT_ID } },
  };
}
