/** What the second bundle needs to know; in a file of its own, so that naming it loads nothing. */
import type { TokenCredential } from '@azure/identity';

export interface SenderOptions {
  readonly connectionString: string;
  readonly credential: TokenCredential;
  /** The name of the app, as the host's own records have it. */
  readonly role: string | undefined;
}
