/** What telemetry is told of each request to Azure. */

import type { Target } from '../realtime/target.ts';
import type { RequestReport } from '../realtime/upstream.ts';
import type { Exchange } from './exchange.ts';

export function reportTo(
  { telemetry, requestId }: Exchange,
  { name: target }: Target,
): (report: RequestReport) => void {
  return ({ operation, status, requestId: upstreamRequestId, ...request }) =>
    telemetry.dependency(
      `POST ${operation}`,
      // Without an answer there is no code; 0 is what the SDKs write there.
      { ...request, resultCode: String(status ?? 0), success: status !== undefined && status >= 200 && status < 300 },
      { requestId, upstreamRequestId, target },
    );
}
