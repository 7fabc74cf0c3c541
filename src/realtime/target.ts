/** Where a session is made. What was made there is good there and nowhere else, so it carries its target. */
import type { RealtimeEndpoint } from './endpoint.ts';

export interface Target {
  readonly endpoint: RealtimeEndpoint;
  /** Its name at that resource. */
  readonly deployment: string;
}
