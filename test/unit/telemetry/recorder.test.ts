import type { Delivery } from '../../../src/telemetry/delivery.ts';
import type { TelemetryRecord } from '../../../src/telemetry/record.ts';
import { createTelemetry, SUCCESS_SHARE } from '../../../src/telemetry/recorder.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { aTraceParent, TRACE } from '../../support/telemetry-records.ts';

const CALL = { startedAtEpochMs: NOON_MS - 50, target: 'x.openai.azure.com', resultCode: '200', durationMs: 50 };

function aBench(random: () => number = Math.random) {
  const records: TelemetryRecord[] = [];
  let answers = 0;
  const delivery: Delivery = {
    add: (record) => void records.push(record),
    answered() {
      answers += 1;
    },
    flush: async () => undefined,
  };
  const telemetry = createTelemetry({ delivery, now: aClock().now, random });
  function mint(trace: string, succeeded: boolean): void {
    const operation = telemetry.begin(aTraceParent(trace));
    operation.dependency('POST client_secrets', { ...CALL, success: true }, { requestId: 'r' });
    operation.event('mint', { outcome: succeeded ? 'issued' : 'failed' }, { total: 60 });
    operation.end(succeeded);
  }
  return { telemetry, records, mint, answers: () => answers };
}

/** What is told of a mint that went well where chance is `draw`. */
function told(draw: number) {
  const { records, mint } = aBench(() => draw);
  mint(TRACE.low, true);
  return records.map(({ name, sampleRate }) => [name, sampleRate]);
}

test('what did not go well is always kept, the call that went well included', () => {
  const { records, mint } = aBench();
  mint(TRACE.high, false);
  expect(records.map(({ name, sampleRate }) => [name, sampleRate])).toEqual([
    ['POST client_secrets', 100],
    ['mint', 100],
  ]);
});

test('of what went well a share is kept, whole, and says what it stands for', () => {
  expect(told(SUCCESS_SHARE)).toEqual([]);
  expect(told(SUCCESS_SHARE - Number.EPSILON)).toEqual([
    ['POST client_secrets', 100 * SUCCESS_SHARE],
    ['mint', 100 * SUCCESS_SHARE],
  ]);
});

test('no caller decides by their trace what an operator sees: it is drawn once a request', () => {
  const draws: number[] = [];
  const { records, mint } = aBench(() => {
    draws.push(draws.length % 2);
    return draws.at(-1) ?? 0;
  });
  for (const trace of [TRACE.high, TRACE.high, TRACE.low, TRACE.low]) mint(trace, true);
  expect(draws).toEqual([0, 1, 0, 1]);
  const kept = records.map(({ span, name }) => [span?.id, name]);
  expect(kept).toEqual(
    [TRACE.high, TRACE.low].flatMap((id) => ['POST client_secrets', 'mint'].map((name) => [id, name])),
  );
});

test('a success with a diagnosis is kept as what did not go well', () => {
  const { records, telemetry } = aBench();
  const operation = telemetry.begin(aTraceParent(TRACE.high));
  operation.event('mint', { outcome: 'issued', diagnosis: 'lifetime-not-honoured' });
  operation.end(true);
  expect(records).toMatchObject([{ name: 'mint', sampleRate: 100 }]);
});

test('a call that went well after one that Azure refused is kept with it', () => {
  const { records, telemetry } = aBench();
  const operation = telemetry.begin(aTraceParent(TRACE.high));
  operation.dependency('POST client_secrets', { ...CALL, resultCode: '429', success: false }, { requestId: 'r' });
  operation.dependency('POST client_secrets', { ...CALL, success: true }, { requestId: 'r' });
  operation.event('mint', { outcome: 'issued' });
  operation.end(true);
  expect(records.map(({ name, sampleRate }) => [name, sampleRate])).toEqual([
    ['POST client_secrets', 100],
    ['POST client_secrets', 100],
    ['mint', 100],
  ]);
});

test('the counts that a query makes of it are right', () => {
  const { records, telemetry } = aBench();
  for (let index = 0; index < 4_000; index += 1) {
    const operation = telemetry.begin(undefined);
    operation.event('mint', { outcome: 'issued' });
    operation.end(true);
  }
  const counted = records.reduce((sum, { sampleRate }) => sum + 100 / sampleRate, 0);
  // Five standard deviations of a binomial distribution: it fails once in a million runs.
  expect(Math.abs(counted - 4_000)).toBeLessThan(5 * Math.sqrt(4_000 * (1 / SUCCESS_SHARE - 1)));
});

test('a change of readiness is kept though the answer went well', () => {
  const { records, telemetry } = aBench();
  const operation = telemetry.begin(aTraceParent(TRACE.high));
  operation.event('readiness_change', { status: 'ready' });
  operation.end(true);
  expect(records).toMatchObject([{ name: 'readiness_change', sampleRate: 100 }]);
});

test('records have the span, the time and the duration of what they tell', () => {
  const { records, mint, telemetry } = aBench();
  mint(TRACE.low, false);
  telemetry.event('settings_refresh', { outcome: 'current' }, { failing: 0 });
  expect(records).toEqual([
    {
      name: 'POST client_secrets',
      atEpochMs: NOON_MS - 50,
      span: { id: TRACE.low, parentId: TRACE.span },
      sampleRate: 100,
      properties: { requestId: 'r' },
      detail: {
        kind: 'dependency',
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        target: 'x.openai.azure.com',
        resultCode: '200',
        durationMs: 50,
        success: true,
      },
    },
    {
      name: 'mint',
      atEpochMs: NOON_MS,
      span: { id: TRACE.low, parentId: TRACE.span },
      sampleRate: 100,
      properties: { outcome: 'failed' },
      detail: { kind: 'event', measurements: { total: 60 } },
    },
    {
      name: 'settings_refresh',
      atEpochMs: NOON_MS,
      span: undefined,
      sampleRate: 100,
      properties: { outcome: 'current' },
      detail: { kind: 'event', measurements: { failing: 0 } },
    },
  ]);
});

test('an operation that has ended says no more, and one in a loop says a bounded number of things', () => {
  const { records, telemetry, answers } = aBench();
  const operation = telemetry.begin(undefined);
  for (let index = 0; index < 1_000; index += 1) operation.event('mint', { outcome: 'failed' });
  operation.end(false);
  operation.event('mint', { outcome: 'failed' });
  operation.end(false);
  expect(records).toHaveLength(20);
  expect(answers()).toBeGreaterThan(0);
});
