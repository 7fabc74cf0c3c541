/** One request as a route sees it, outside of the edge. */
import type { HttpRequest } from '@azure/functions';
import { createTimings } from '../../../src/http/timings.ts';
import type { Exchange } from '../../../src/issuance/exchange.ts';
import { NO_TELEMETRY, type RequestTelemetry } from '../../../src/telemetry/telemetry.ts';
import { aLog } from '../../support/recording-log.ts';

export function anExchange(
  request: HttpRequest,
  telemetry: RequestTelemetry = NO_TELEMETRY.begin(undefined),
): Exchange {
  return { request, requestId: 'r', log: aLog(), timings: createTimings(), telemetry };
}
