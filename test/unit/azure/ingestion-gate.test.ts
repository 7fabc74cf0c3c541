import { createGate, KEY } from '../../../src/azure/ingestion-gate.ts';
import type { TelemetryRecord } from '../../../src/telemetry/record.ts';
import { TRACE } from '../../support/telemetry-records.ts';
import { aRecord } from '../telemetry/a-record.ts';

const ORIGIN = 'https://ingestion.example.com';

/** As the SDK makes it of an event. */
function anItem(key: string | undefined) {
  return {
    name: 'Microsoft.ApplicationInsights.Event',
    iKey: 'ikey',
    tags: { 'ai.cloud.roleInstance': 'instance', 'ai.location.ip': '1.2.3.4', 'ai.internal.sdkVersion': 'node' },
    data: { baseType: 'EventData', baseData: { name: 'record', properties: key === undefined ? {} : { [KEY]: key } } },
  };
}

function aBench(records: Readonly<Record<string, TelemetryRecord>> = { '1': aRecord() }) {
  const gate = createGate({ origin: ORIGIN, role: 'app' });
  gate.open(new Map(Object.entries(records)));
  const posted: unknown[] = [];
  async function post(
    items: unknown,
    answer: { status: number; bodyAsText?: string } | Error = { status: 200 },
    url = `${ORIGIN}/v2.1/track`,
  ) {
    const request = { url, body: typeof items === 'string' ? items : JSON.stringify(items), timeout: 0 };
    return gate.pass(request, async ({ body, timeout }) => {
      posted.push({ items: JSON.parse(body), timeout });
      if (answer instanceof Error) throw answer;
      return answer;
    });
  }
  return { gate, post, posted };
}

test('what leaves is the record, and of the SDK’s item only the key of the component and two tags', async () => {
  const { gate, post, posted } = aBench();
  await post([anItem('1')]);
  expect(posted).toEqual([
    {
      timeout: 1_500,
      items: [
        {
          name: 'Microsoft.ApplicationInsights.Event',
          time: '2026-11-23T12:00:00.000Z',
          iKey: 'ikey',
          sampleRate: 100,
          tags: {
            'ai.cloud.role': 'app',
            'ai.cloud.roleInstance': 'instance',
            'ai.internal.sdkVersion': 'node',
            'ai.operation.id': TRACE.low,
            'ai.operation.parentId': TRACE.span,
          },
          data: {
            baseType: 'EventData',
            baseData: { ver: 2, name: 'mint', measurements: { total: 12.5 }, properties: { outcome: 'issued' } },
          },
        },
      ],
    },
  ]);
  expect(gate.outcome()).toEqual({ delivered: 1, status: 200 });
});

test('a dependency and a metric have the forms of their own', async () => {
  const { post, posted } = aBench({
    '1': {
      ...aRecord('POST client_secrets'),
      detail: { kind: 'dependency', id: 'a', target: 'h', resultCode: '429', durationMs: 61_231.4, success: false },
    },
    '2': { ...aRecord('telemetry_lost'), span: undefined, detail: { kind: 'metric', value: 7 } },
  });
  await post([anItem('1'), anItem('2')]);
  expect(posted).toMatchObject([
    {
      items: [
        {
          data: {
            baseType: 'RemoteDependencyData',
            baseData: { type: 'Http', target: 'h', resultCode: '429', duration: '00:01:01.231', success: false },
          },
        },
        { data: { baseType: 'MetricData', baseData: { metrics: [{ name: 'telemetry_lost', value: 7, count: 1 }] } } },
      ],
    },
  ]);
});

test('an item that is not ours does not leave, and a record leaves once', async () => {
  const { post, posted } = aBench();
  await post([anItem(undefined), anItem('2'), {}, 'text', anItem('1'), anItem('1')]);
  await post([anItem('1')]);
  expect(posted).toMatchObject([{ items: [{}] }]);
});

test.each(['[', '{}', 'null', '[]'])('a body of %s is not sent, and harms nobody', async (body) => {
  const { post, posted } = aBench();
  expect(await post(body)).toMatchObject({ status: 200 });
  expect(posted).toEqual([]);
});

test('nothing goes to another host', async () => {
  const { gate, post, posted } = aBench();
  await post([anItem('1')], { status: 200 }, 'https://elsewhere.example.com/v2.1/track');
  expect(posted).toEqual([]);
  expect(gate.outcome()).toEqual({ delivered: 0, status: 0 });
});

test.each([307, 400, 401, 429, 439, 500, 503])(
  'after %i the SDK is told that all went well, and we know',
  async (status) => {
    const { gate, post } = aBench();
    expect(await post([anItem('1')], { status })).toMatchObject({ status: 200 });
    expect(gate.outcome()).toEqual({ delivered: 0, status });
  },
);

test('of a partial success only what was accepted counts', async () => {
  const { gate, post } = aBench({ '1': aRecord(), '2': aRecord() });
  await post([anItem('1'), anItem('2')], { status: 206, bodyAsText: '{"itemsAccepted":1}' });
  expect(gate.outcome()).toEqual({ delivered: 1, status: 206 });
});

test('no answer is status 0', async () => {
  const { gate, post } = aBench();
  expect(await post([anItem('1')], new Error('reset'))).toMatchObject({ status: 200 });
  expect(gate.outcome()).toEqual({ delivered: 0, status: 0 });
});
