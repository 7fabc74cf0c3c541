/** What telemetry is told of a mint: of its log line the members that the allow-list has, and each call to Azure. */
import type { Exchange } from '../http/edge.ts';
import type { UpstreamCall } from '../realtime/client-secrets.ts';
import { EVENTS, type EventFacts } from '../telemetry/allow-list.ts';

type Facts = EventFacts<'mint'>;
const PROPERTIES = Object.keys(EVENTS.mint.properties) as readonly (keyof Facts)[];

/** The line and the event are made of the same facts, so that they cannot come apart. */
export function recordMint({ telemetry, timings }: Exchange, line: Readonly<Record<string, unknown>>): void {
  const facts = PROPERTIES.flatMap((name) => {
    const value = line[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  telemetry.event('mint', Object.fromEntries(facts) as Facts, timings.phases());
}

export function recordCall({ telemetry, requestId }: Exchange): (call: UpstreamCall) => void {
  return ({ status, requestId: upstreamRequestId, ...call }) =>
    telemetry.dependency(
      'POST client_secrets',
      // Without an answer there is no code; 0 is what the SDKs write there.
      { ...call, resultCode: String(status ?? 0), success: status !== undefined && status < 400 },
      { requestId, upstreamRequestId },
    );
}
