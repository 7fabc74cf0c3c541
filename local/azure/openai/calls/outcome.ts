/** How a response ends, and what its event says of that. */
import type { RealtimeResponse } from 'openai/resources/realtime/realtime';

/** The values of the switch `calls.response` after `normal`. */
export const BAD_OUTCOMES = ['failed', 'incomplete-max-output-tokens', 'incomplete-content-filter'] as const;

export type Outcome = (typeof BAD_OUTCOMES)[number] | 'completed' | 'interrupted' | 'cancelled';

/** Reported in Microsoft Q&A 5859586; it goes on with an id and an address for support. */
const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!';

export function toOutcome(value: string): Outcome {
  return BAD_OUTCOMES.find((outcome) => outcome === value) ?? 'completed';
}

export function toStatus(outcome: Outcome | 'in_progress'): Pick<RealtimeResponse, 'status' | 'status_details'> {
  switch (outcome) {
    case 'in_progress':
    case 'completed':
      return { status: outcome };
    case 'failed':
      return {
        status: 'failed',
        status_details: { type: 'failed', error: { type: 'server_error', message: SERVER_ERROR } },
      };
    case 'interrupted':
      return { status: 'cancelled', status_details: { type: 'cancelled', reason: 'turn_detected' } };
    case 'cancelled':
      return { status: 'cancelled', status_details: { type: 'cancelled', reason: 'client_cancelled' } };
    case 'incomplete-max-output-tokens':
      return { status: 'incomplete', status_details: { type: 'incomplete', reason: 'max_output_tokens' } };
    case 'incomplete-content-filter':
      return { status: 'incomplete', status_details: { type: 'incomplete', reason: 'content_filter' } };
  }
}
