/** What telemetry is told of each call to Azure. */
import type { UpstreamCall } from '../realtime/upstream.ts';
import type { Exchange } from './exchange.ts';

export function recordCall({ telemetry, requestId }: Exchange): (call: UpstreamCall) => void {
  return ({ operation, status, requestId: upstreamRequestId, ...call }) =>
    telemetry.dependency(
      `POST ${operation}`,
      // Without an answer there is no code; 0 is what the SDKs write there.
      { ...call, resultCode: String(status ?? 0), success: status !== undefined && status >= 200 && status < 300 },
      { requestId, upstreamRequestId },
    );
}
