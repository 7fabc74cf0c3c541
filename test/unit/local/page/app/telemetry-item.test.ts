import { SAMPLING, toTelemetryItem } from '../../../../../local/page/app/page/telemetry-item.ts';
import { toEnvelope } from '../../../../../src/azure/ingestion-envelope.ts';
import { SUCCESS_SHARE } from '../../../../../src/telemetry/recorder.ts';

const ORIGIN = { iKey: 'k', tags: { 'ai.cloud.role': 'app' } };
const COMMON = { atEpochMs: 0, span: undefined, sampleRate: 100 };

test('shows an event by its outcome and diagnosis', () => {
  const properties = { outcome: 'failed', code: 'deployment_not_realtime', diagnosis: 'deployment-not-realtime' };
  const item = toTelemetryItem(
    toEnvelope({ ...COMMON, name: 'mint', properties, detail: { kind: 'event', measurements: { total: 12 } } }, ORIGIN),
  );
  expect(item).toMatchObject({ kind: 'event', name: 'mint', summary: 'failed · deployment-not-realtime', isBad: true });
  expect(item.facts).toContainEqual({ name: 'total', value: '12 ms' });
});

test('shows a dependency by its status and duration', () => {
  const detail = {
    kind: 'dependency',
    id: 'a',
    target: 'res',
    resultCode: '200',
    durationMs: 40,
    success: true,
  } as const;
  const item = toTelemetryItem(toEnvelope({ ...COMMON, name: 'POST client_secrets', properties: {}, detail }, ORIGIN));
  expect(item).toMatchObject({ kind: 'dependency', summary: '200 · 40 ms', isBad: false });
});

test.each([
  ['00:00:00.008', '8 ms'],
  ['00:01:05.000', '1:05 min'],
  ['1.00:00:00.000', '1440:00 min'],
  ['no duration', 'no duration'],
])('reads a duration of %s as %s', (duration, read) => {
  const envelope = { data: { baseType: 'RemoteDependencyData', baseData: { duration } } };
  expect(toTelemetryItem(envelope).summary).toBe(read);
});

test('says of a sampled record how many it stands for, and what the share is', () => {
  const factsAt = (sampleRate: number) => toTelemetryItem({ sampleRate, data: {} }).facts;
  expect(factsAt(100 * SUCCESS_SHARE)).toEqual([{ name: 'stands for', value: '4 like it' }]);
  expect(factsAt(100)).toEqual([]);
  expect([SUCCESS_SHARE, SAMPLING]).toEqual([1 / 4, expect.stringContaining('One in four')]);
});

test('shows a metric by its value', () => {
  const envelope = toEnvelope(
    { ...COMMON, name: 'lost', properties: {}, detail: { kind: 'metric', value: 3 } },
    ORIGIN,
  );
  expect(toTelemetryItem(envelope)).toMatchObject({ kind: 'metric', name: 'lost', summary: '3' });
});

test.each([null, 7, {}, { data: [] }])('shows %j too', (envelope) => {
  expect(toTelemetryItem(envelope)).toMatchObject({ kind: 'other', summary: '', isBad: false });
});
