import { createBuffer } from '../../../src/telemetry/buffer.ts';
import { createDelivery, type Sent } from '../../../src/telemetry/delivery.ts';
import type { TelemetryRecord } from '../../../src/telemetry/record.ts';
import { aClock } from '../../support/clock.ts';
import { aLog } from '../../support/recording-log.ts';
import { aRecord } from './a-record.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A sender that takes everything, until the test says otherwise. */
function aBench(capacity = 1_000) {
  const batches: (readonly TelemetryRecord[])[] = [];
  const state = {
    loads: 0,
    load: async () => undefined as unknown,
    send: async (records: readonly TelemetryRecord[]): Promise<Sent> => ({ delivered: records.length, status: 200 }),
  };
  const log = aLog();
  const clock = aClock();
  const buffer = createBuffer(capacity);
  const delivery = createDelivery({
    buffer,
    now: clock.now,
    log,
    async load() {
      state.loads += 1;
      await state.load();
      return {
        send(records) {
          batches.push(records);
          return state.send(records);
        },
      };
    },
  });
  const add = (count: number) => Array.from({ length: count }, () => delivery.add(aRecord()));
  return { batches, state, log, buffer, clock, delivery, add };
}

const never = () => new Promise<never>(() => undefined);
const metricsOf = (records: readonly TelemetryRecord[] = []) =>
  records.flatMap(({ detail, properties }) =>
    detail.kind === 'metric' ? [{ ...properties, value: detail.value }] : [],
  );

describe('telemetry', () => {
  test('loads nothing before an answer has left, however long that takes', async () => {
    const { state, delivery, add } = aBench();
    add(3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(state.loads).toBe(0);
    delivery.answered();
    expect(state.loads).toBe(0);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(state.loads).toBe(1);
  });

  test('loads once, and sends what one second brought together', async () => {
    const { batches, state, delivery, add } = aBench();
    delivery.answered();
    await jest.advanceTimersByTimeAsync(1_000);
    for (let second = 0; second < 3; second += 1) {
      add(5);
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(batches.map(({ length }) => length)).toEqual([5, 5, 5]);
    expect(state.loads).toBe(1);
  });

  test('sends a large backlog in batches, one at a time', async () => {
    const { batches, delivery, add } = aBench();
    delivery.answered();
    add(600);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(batches.map(({ length }) => length)).toEqual([256, 256, 88]);
  });

  test('asks for no timer while there is nothing to send', async () => {
    const { delivery, add } = aBench();
    delivery.answered();
    add(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each([
    ['refused', { delivered: 0, status: 429 }],
    ['unreachable', { delivered: 0, status: 0 }],
  ] as const)('that is %s is lost, counted, logged without its content, and told later', async (cause, sent) => {
    const { batches, state, log, delivery, add } = aBench();
    const { send } = state;
    state.send = async () => sent;
    delivery.answered();
    add(4);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(log.of('telemetry_lost')).toMatchObject([{ cause, status: sent.status, records: 4 }]);
    state.send = send;
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(metricsOf(batches[1])).toEqual([{ cause, value: 4 }]);
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(metricsOf(batches[2])).toEqual([]);
  });

  test('pauses while ingestion is in trouble, and holds no more than it may', async () => {
    const { batches, state, buffer, delivery, add } = aBench(500);
    state.send = async () => ({ delivered: 0, status: 500 });
    delivery.answered();
    add(2_000);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(batches).toHaveLength(1);
    expect(buffer.size).toBeLessThanOrEqual(500);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(batches).toHaveLength(2);
  });

  test('tries to load again where that failed, and a throwing sender harms nobody', async () => {
    const { state, log, delivery, add } = aBench();
    state.load = () => Promise.reject(new Error('no such file'));
    delivery.answered();
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    state.load = async () => undefined;
    state.send = () => Promise.reject(new Error('bug'));
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(state.loads).toBe(2);
    expect(log.of('telemetry_lost')).toMatchObject([{ cause: 'not_loaded' }, { cause: 'unreachable' }]);
  });
});

test('of a batch that was taken in part only the rest is counted as lost', async () => {
  const { state, log, buffer, delivery, add } = aBench();
  state.send = async () => ({ delivered: 3, status: 206 });
  delivery.answered();
  add(5);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(buffer.losses()).toEqual(new Map([['refused', 2]]));
  expect(log.of('telemetry_lost')).toMatchObject([{ status: 206, records: 2 }]);
});

test('a trouble that stays is logged when it begins, when it changes, and once a minute', async () => {
  const { state, log, delivery, add, clock } = aBench();
  const { send } = state;
  delivery.answered();
  async function lose(status: number): Promise<void> {
    state.send = async () => ({ delivered: 0, status });
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
  }
  for (const status of [429, 429, 500, 500]) await lose(status);
  clock.advance(60_000);
  await lose(500);
  state.send = send;
  add(1);
  await jest.advanceTimersByTimeAsync(1_000);
  await lose(500);
  expect(log.of('telemetry_lost').map(({ status }) => status)).toEqual([429, 500, 500, 500]);
});

describe('a flush', () => {
  test('sends what waits at once, also where no answer has left yet', async () => {
    const { batches, delivery, add } = aBench();
    add(2);
    await delivery.flush(2_000);
    expect(batches.map(({ length }) => length)).toEqual([2]);
  });

  test('sends what came while a batch was under way, each record once', async () => {
    const { batches, state, delivery, add } = aBench();
    const first = Promise.withResolvers<Sent>();
    state.send = () => first.promise;
    delivery.answered();
    add(1);
    await jest.advanceTimersByTimeAsync(1_000);
    add(2);
    const flushed = delivery.flush(2_000);
    first.resolve({ delivered: 3, status: 200 });
    await flushed;
    expect(batches.map(({ length }) => length)).toEqual([1, 2]);
  });

  test.each([
    ['the sender never answers', { send: never }],
    ['the bundle never loads', { load: never }],
  ])('ends in its time when %s', async (_when, broken) => {
    const { state, delivery, add } = aBench();
    Object.assign(state, broken);
    add(1);
    let done = false;
    const flushed = delivery.flush(2_000).then(() => {
      done = true;
    });
    await jest.advanceTimersByTimeAsync(1_999);
    expect(done).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await flushed;
  });

  test('with nothing to send loads nothing', async () => {
    const { state, delivery } = aBench();
    await delivery.flush(2_000);
    expect(state.loads).toBe(0);
  });
});
