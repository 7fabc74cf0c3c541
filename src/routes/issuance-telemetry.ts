/** What telemetry is told: of a log line the members that the allow-list has, and each call to Azure. */
import type { Exchange } from '../http/edge.ts';
import type { UpstreamCall } from '../realtime/upstream.ts';
import { EVENTS, type EventFacts } from '../telemetry/allow-list.ts';

/** The line and the event are made of the same facts, so that they cannot come apart. */
export function recordLine<N extends 'mint' | 'relay'>(
  { telemetry, timings }: Exchange,
  name: N,
  line: Readonly<Record<string, unknown>>,
): void {
  const facts = Object.keys(EVENTS[name].properties).flatMap((property) => {
    const value = line[property];
    // Of several names the line has a list, and a property can only be text.
    const text = Array.isArray(value) ? value.join() : value;
    return typeof text === 'string' ? [[property, text]] : [];
  });
  telemetry.event(name, Object.fromEntries(facts) as EventFacts<N>, timings.phases());
}

export function recordCall({ telemetry, requestId }: Exchange): (call: UpstreamCall) => void {
  return ({ operation, status, requestId: upstreamRequestId, ...call }) =>
    telemetry.dependency(
      `POST ${operation}`,
      // Without an answer there is no code; 0 is what the SDKs write there.
      { ...call, resultCode: String(status ?? 0), success: status !== undefined && status >= 200 && status < 300 },
      { requestId, upstreamRequestId },
    );
}
