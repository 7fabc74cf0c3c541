/**
 * Entry of the second bundle, dist/telemetry.js. It has no adapter for Application Insights yet: what it gives records
 * nothing, and the README says so. What stands is the boundary, so that no module of the SDK can enter the first bundle.
 */
import { noTelemetry, type Telemetry } from './telemetry.ts';

export function createTelemetry(_connectionString: string): Telemetry {
  return noTelemetry;
}
