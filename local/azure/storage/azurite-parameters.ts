/**
 * What Azurite's TableConfiguration is made with. It has no types and takes everything by position, so the names are
 * Azurite's own, in its order: test/unit/local/azure/azurite.test.ts holds them against the package.
 */
const PARAMETERS = {
  host: '127.0.0.1',
  /** Its process chooses. */
  port: undefined,
  keepAliveTimeout: 5,
  metadataDBPath: '',
  enableDebugLog: false,
  enableAccessLog: false,
  accessLogWriteStream: undefined,
  debugLogFilePath: '',
  loose: false,
  skipApiVersionCheck: true,
  cert: '',
  key: '',
  pwd: '',
  oauth: undefined,
  disableProductStyleUrl: true,
  isMemoryPersistence: true,
} as const;

export const PARAMETER_NAMES: readonly string[] = Object.keys(PARAMETERS);

export function toParameters(port: number): readonly unknown[] {
  return Object.values({ ...PARAMETERS, port });
}
