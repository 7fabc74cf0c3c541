/** One request, whose recorder takes all that telemetry may be told. */
import type { Exchange as HttpExchange } from '../http/edge.ts';
import type { RequestTelemetry } from '../telemetry/telemetry.ts';

export type Exchange = HttpExchange<RequestTelemetry>;
