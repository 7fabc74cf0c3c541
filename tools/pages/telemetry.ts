/** docs/telemetry.md: everything that Application Insights is told, from the allow-list that nothing passes without. */
import { DEPENDENCIES, EVENTS, METRICS } from '../../src/telemetry/allow-list.ts';
import type { PropertyDefinition } from '../../src/telemetry/properties.ts';
import { SUCCESS_SHARE } from '../../src/telemetry/recorder.ts';
import { GENERATED, page, prose, table } from './markdown.ts';

export function telemetryPage(): string {
  return page(
    '# Telemetry',
    GENERATED,
    'If `APPLICATIONINSIGHTS_CONNECTION_STRING` is set, the app sends Application Insights exactly what this page lists, and leaves out any other property or value. If the variable is not set, the app does not even load the telemetry bundle. The Functions host reports requests, their durations and failures. The app’s records are children of the host’s request, so nothing is counted twice.',
    [
      '- **When.** The app sends records in the background, a second after they arise. When the process ends, it sends the rest within two seconds. No request waits for telemetry.',
      '- **Where.** To the `IngestionEndpoint` of the connection string and to no other host, with a token of the managed identity. The app follows no redirect and writes nothing to disk.',
      `- **How much.** The app sends every failure, and everything that has a diagnosis. Of the records marked *sampled*, it sends those of ${100 * SUCCESS_SHARE} in 100 successful operations, and always all records of one operation. Count with \`sum(itemCount)\`, take percentiles with \`percentilew(ms, itemCount, 95)\`.`,
      '- **In trouble.** The app holds 1,000 records in memory, then drops the oldest. It does not repeat a batch that ingestion refused. The log line `telemetry_lost` reports a loss. The metric of that name counts the lost records; the app sends it with the next records that arrive. If the log line has status 401 or 403, the identity lacks the role Monitoring Metrics Publisher on the component.',
      '- **About people.** One property, `caller`: a salted hash, the same as in the log, different in every deployment. `call` is a hash too, because somebody with the id itself and access to the resource could listen to the call. The app sends no name, address, token, prompt or secret.',
    ].join('\n'),
    'To follow one complaint, take the answer’s `X-Request-Id`. A problem has it at the end of `instance`; the log line `mint` and the records below have it as `requestId`. `upstreamRequestId` is Azure’s `apim-request-id`.',
    '## Events',
    'Table `customEvents`; properties in `customDimensions`, measurements in `customMeasurements`.',
    ...Object.entries(EVENTS).map(([name, definition]) => section(name, definition)),
    '## Dependencies',
    'Table `dependencies`: `type` is `Http`, `target` the host, `resultCode` the status or 0 without an answer, `duration` that of the call.',
    ...Object.entries(DEPENDENCIES).map(([name, definition]) => section(name, definition)),
    '## Metrics',
    'Table `customMetrics`.',
    ...Object.entries(METRICS).map(([name, { meaning, unit, properties }]) =>
      [`### ${name}`, `${meaning} In ${unit}.`, propertyTable(properties)].join('\n\n'),
    ),
  );
}

interface Definition {
  readonly meaning: string;
  readonly sampled: boolean;
  readonly properties: Readonly<Record<string, PropertyDefinition>>;
  readonly measurements: Readonly<Record<string, { readonly meaning: string; readonly unit: string }>>;
}

function section(name: string, { meaning, sampled, properties, measurements }: Definition): string {
  const measures = Object.entries(measurements).map(([measure, { meaning: what, unit }]) => [
    `\`${measure}\``,
    what,
    unit,
  ]);
  return [
    `### ${name}`,
    `${prose(meaning)}${sampled ? ' *Sampled.*' : ''}`,
    propertyTable(properties),
    ...(measures.length > 0 ? [table(['Measurement', 'Meaning', 'Unit'], measures)] : []),
  ].join('\n\n');
}

function propertyTable(properties: Readonly<Record<string, PropertyDefinition>>): string {
  return table(
    ['Property', 'Meaning', 'Values'],
    Object.entries(properties).map(([name, definition]) => [
      `\`${name}\``,
      prose(definition.meaning),
      'values' in definition ? definition.values.map((value) => `\`${value}\``).join(', ') : definition.count,
    ]),
  );
}
