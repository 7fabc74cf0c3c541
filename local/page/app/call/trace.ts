/** A call as a file that can be sent to somebody: what was seen, in order, without any secret. */
import type { CallState } from './call-state.ts';
import { redactValue } from './redact-value.ts';
import { STAGE_IDS } from './stage.ts';

export interface TraceOrigin {
  /** Of the page. */
  readonly origin: string;
  readonly userAgent: string;
}

/** What the state holds is redacted already; this is the last door, and it closes by itself. */
export function toTrace(call: CallState, { origin, userAgent }: TraceOrigin): string {
  const { startedAt, endpoint, way, profile, api, phase, endedAtMs, stages, conversation, quality, usage, events } =
    call;
  const trace = {
    format: 'realtime-token-endpoint call trace, version 1',
    startedAt,
    origin,
    endpoint,
    userAgent,
    way,
    profile,
    api,
    phase,
    endedAtMs,
    stages: STAGE_IDS.map((id) => ({ id, ...stages[id] })),
    quality,
    usage,
    conversation,
    events,
  };
  return `${JSON.stringify(redactValue(trace), null, 2)}\n`;
}
