/**
 * The telemetry port. Its Application Insights adapter is the second bundle, which is loaded once an answer has left
 * and never on a request's path: the SDK is larger than all the rest.
 */
export interface Telemetry {
  event(
    name: string,
    properties: Readonly<Record<string, string>>,
    measurements: Readonly<Record<string, number>>,
  ): void;
  /** Resolves when everything has left or `timeoutMs` is over, and never rejects. */
  flush(timeoutMs: number): Promise<void>;
}

/** Where no connection string is set, nothing is recorded. */
export const noTelemetry: Telemetry = {
  event: () => undefined,
  flush: async () => undefined,
};
