/** Where the right to end a call is one and the same: by resource, and there by API, whose data actions differ. */
import type { CallAtAzure } from '../realtime/call-control.ts';

const LIVE = '/openai/v1/live';

/** As the heartbeat has it: the resource's origin, and for Live the API's path behind it. */
export function resourceOf({ origin, api }: Omit<CallAtAzure, 'callId'>): string {
  return api === 'live' ? `${origin}${LIVE}` : origin;
}

/** No call has it: Azure's 404 says that the identity may ask, and nothing else. */
export const UNKNOWN_CALL_ID = `rtc_${'0'.repeat(32)}`;
const UNKNOWN_SESSION_ID = `live_${'0'.repeat(32)}`;

export function unknownCallAt(resource: string): CallAtAzure {
  return resource.endsWith(LIVE)
    ? { origin: resource.slice(0, -LIVE.length), api: 'live', callId: UNKNOWN_SESSION_ID }
    : { origin: resource, callId: UNKNOWN_CALL_ID };
}
