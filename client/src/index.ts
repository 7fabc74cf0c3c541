/**
 * Voice calls from a browser through a realtime token endpoint.
 *
 * @packageDocumentation
 */
export type {
  Call,
  CallEvents,
  CallOptions,
  CallState,
  EndedBy,
  Phase,
  RealtimeEvent,
  Step,
} from './call.ts';
export { CallError, type ClientErrorCode, type ErrorSource, type Measured, type ServiceError } from './call-error.ts';
export type { CallStats } from './call-stats.ts';
export { createCall } from './create-call.ts';
export type { EndpointOptions, TokenRequest } from './endpoint-options.ts';
export { type ExchangeSdp, type ExchangeSdpOptions, exchangeSdp, type PlacedCall } from './exchange-sdp.ts';
export { explain } from './explain-error.ts';
export type { Audience, ExplainedCause, ExplainedStep, Explanation } from './explanation.ts';
