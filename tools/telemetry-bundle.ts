/**
 * What the second bundle leaves out of the telemetry SDK: the parts that talk to hosts of their own, and those that
 * this app has no use for. 416 KiB instead of 2,590.
 */
import type { Plugin, PluginBuild } from 'esbuild';
import { type Stub, setUpStubs } from './stubs.ts';

const EXPORTER = String.raw`@azure[\\/]monitor-opentelemetry-exporter[\\/]dist[\\/]esm[\\/]`;
/** Whatever is called on it does nothing. */
const IDLE = 'new Proxy({}, { get: () => () => undefined })';

const STUBS: readonly Stub[] = [
  {
    // Polls settings.sdk.monitor.azure.com.
    filter: new RegExp(String.raw`${EXPORTER}_configuration[\\/]configurationWorker\.js$`),
    contents: 'export class ConfigurationWorker { shutdown() {} }',
  },
  {
    // Sends its maker statistics about itself, and asks the metadata address where it runs.
    filter: new RegExp(String.raw`${EXPORTER}export[\\/]statsbeat[\\/]networkStatsbeatMetrics\.js$`),
    contents: `export class NetworkStatsbeatMetrics { static getInstance() { return ${IDLE}; } }`,
  },
  {
    filter: new RegExp(String.raw`${EXPORTER}export[\\/]statsbeat[\\/]longIntervalStatsbeatMetrics\.js$`),
    contents: [
      `const idle = ${IDLE};`,
      'export class LongIntervalStatsbeatMetrics { static getInstance() { return idle; } }',
      'export const getInstance = () => idle;',
    ].join('\n'),
  },
  {
    filter: new RegExp(String.raw`${EXPORTER}export[\\/]statsbeat[\\/]customerSDKStatsManager\.js$`),
    contents:
      'const none = { async initialize() {}, async shutdown() {} }; export class CustomerSDKStatsManager { static getInstance() { return none; } }',
  },
  {
    // Global providers and everything that is collected automatically. The private client calls none of it.
    filter: /applicationinsights[\\/]out[\\/]src[\\/]main\.js$/,
    contents:
      "const refuse = () => { throw new Error('Not in this bundle.'); }; exports.useAzureMonitor = exports.flushAzureMonitor = exports.shutdownAzureMonitor = refuse;",
  },
  ...['logs', 'trace', 'metrics'].map((signal) => ({
    filter: new RegExp(String.raw`@opentelemetry[\\/]exporter-${signal}-otlp-http[\\/]build[\\/].*\.js$`),
    contents: 'export class OTLPLogExporter {} export class OTLPTraceExporter {} export class OTLPMetricExporter {}',
  })),
];

/** The CommonJS half of the SDK requires what its other half imports; taken as imports, each module is there once. */
const BOTH_FORMS = /^@(?:opentelemetry|azure|azure-rest|typespec)\//;

export function leanTelemetry(): Plugin {
  return {
    name: 'lean-telemetry',
    setup(build) {
      setUpStubs(build, STUBS);
      resolveOnce(build);
    },
  };
}

function resolveOnce(build: PluginBuild): void {
  build.onResolve({ filter: BOTH_FORMS }, ({ path, kind, importer, resolveDir }) =>
    kind === 'require-call' ? build.resolve(path, { kind: 'import-statement', importer, resolveDir }) : undefined,
  );
}
