/** The clock of these tests is Jest's: Date and the timers of Node move together, and only when told to. */
import { createTimerListener, type TimerInfo } from '../../../../local/host/timer-listener.ts';
import { parseTimerSchedule } from '../../../../local/host/timer-schedule.ts';

const START = '2026-11-28T23:59:58.700Z';

interface Given {
  readonly schedule?: string;
  readonly useMonitor?: boolean;
  readonly runOnStartup?: boolean;
  /** What the run of that number, from 1, waits for and answers. */
  readonly during?: (run: number) => Promise<boolean>;
}

/** A listener that has started at `START`; `runs` says at which second of the next day each run began. */
function aListener({ schedule = '*/10 * * * * *', during, ...given }: Given = {}) {
  const midnight = Date.parse('2026-11-29T00:00:00Z');
  const runs: number[] = [];
  const timers: TimerInfo[] = [];
  const listener = createTimerListener({
    schedule: parseTimerSchedule('sweep', schedule, {}),
    useMonitor: true,
    runOnStartup: false,
    ...given,
    run: (timer) => {
      timers.push(timer);
      runs.push((Date.now() - midnight) / 1000);
      return during?.(runs.length) ?? Promise.resolve(true);
    },
  });
  listener.start();
  return { listener, runs, timers };
}

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse(START) });
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);

describe('a timer', () => {
  test('runs at its seconds', async () => {
    const { runs } = aListener();
    await pass(31.3);
    expect(runs).toEqual([0, 10, 20, 30]);
  });

  test('does not run before its second when Node’s timers are ahead of the clock', async () => {
    const { runs } = aListener();
    jest.setSystemTime(Date.parse(START) - 5);
    await pass(1.304);
    expect(runs).toEqual([]);
    await pass(0.001);
    expect(runs).toEqual([0]);
  });

  test('waits for longer than a timer of Node can', async () => {
    const { runs } = aListener({ schedule: '0 0 0 1 1 *' });
    const days = 33;
    await pass(days * 86_400 + 1.2);
    expect(runs).toEqual([]);
    await pass(1);
    expect(runs).toEqual([days * 86_400]);
  });

  test('has one run at a time, and one for all that became due meanwhile, as soon as the run ends', async () => {
    const first = Promise.withResolvers<boolean>();
    const { runs } = aListener({ during: (run) => (run === 1 ? first.promise : Promise.resolve(true)) });
    await pass(36.3);
    expect(runs).toEqual([0]);
    first.resolve(true);
    await pass(0);
    expect(runs).toEqual([0, 35]);
    await pass(10);
    expect(runs).toEqual([0, 35, 40]);
  });

  test('waits for its next second after a run that was shorter than a tick', async () => {
    const first = Promise.withResolvers<boolean>();
    const { runs } = aListener({ during: (run) => (run === 1 ? first.promise : Promise.resolve(true)) });
    await pass(10.2);
    first.resolve(true);
    await pass(1);
    expect(runs).toEqual([0]);
    await pass(0.1);
    expect(runs).toEqual([0, 10]);
  });

  test('never runs again after a run that answers so, even when the clock moves', async () => {
    const { listener, runs } = aListener({ during: async (run) => run < 2 });
    await pass(60);
    jest.setSystemTime(Date.now() + 3_600_000);
    listener.clockMoved();
    await pass(60);
    expect(runs).toEqual([0, 10]);
  });

  test.each([
    ['between its runs', 5, [0]],
    ['during a run', 12, [0, 10]],
  ])('does not run again when it was stopped %s', async (_when, seconds, expected) => {
    const second = Promise.withResolvers<boolean>();
    const { listener, runs } = aListener({ during: (run) => (run === 2 ? second.promise : Promise.resolve(true)) });
    await pass(1.3 + seconds);
    listener.stop();
    second.resolve(true);
    await pass(60);
    expect(runs).toEqual(expected);
  });

  test('runs once when the clock moves over many of its seconds, and goes on from there', async () => {
    const { listener, runs } = aListener();
    jest.setSystemTime(Date.parse('2026-11-29T01:00:03Z'));
    listener.clockMoved();
    await pass(0);
    expect(runs).toEqual([3603]);
    await pass(7);
    expect(runs).toEqual([3603, 3610]);
  });

  test('does not run when the clock moves and it is not due yet', async () => {
    const { listener, runs } = aListener({ schedule: '0 0 * * * *' });
    await pass(2);
    jest.setSystemTime(Date.parse('2026-11-29T00:59:59Z'));
    listener.clockMoved();
    await pass(0.999);
    expect(runs).toEqual([0]);
    await pass(0.001);
    expect(runs).toEqual([0, 3600]);
  });

  test('that runs on startup does so at once, and then at its seconds', async () => {
    const { runs } = aListener({ runOnStartup: true });
    await pass(0);
    expect(runs).toEqual([-1.3]);
    await pass(11.3);
    expect(runs).toEqual([-1.3, 0, 10]);
  });
});

describe('what a run is told', () => {
  const none = '0001-01-01T00:00:00+00:00';

  test('is the occurrence that it is for, and when the run before began', async () => {
    const { timers } = aListener({ schedule: '0 * * * * *' });
    await pass(1.3);
    jest.setSystemTime(Date.parse('2026-11-29T00:00:00.250Z'));
    await pass(60);
    const told = (Last: string, Next: string) => {
      const ScheduleStatus = { Last, Next, LastUpdated: Last };
      return { Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: false };
    };
    const first = '2026-11-29T00:00:00+00:00';
    expect(timers).toEqual([told(none, first), told(first, '2026-11-29T00:01:00+00:00')]);
  });

  test('at startup is the occurrence that is still to come', async () => {
    const { timers } = aListener({ schedule: '0 * * * * *', runOnStartup: true });
    await pass(0);
    expect(timers[0]?.ScheduleStatus).toEqual({ Last: none, Next: '2026-11-29T00:00:00+00:00', LastUpdated: none });
  });

  test('is no status when the occurrences are not recorded', async () => {
    const { timers } = aListener({ useMonitor: false });
    await pass(1.3);
    expect(timers[0]?.ScheduleStatus).toBeNull();
  });

  test('of a time span is that it does not follow the clocks of a country', async () => {
    const { timers } = aListener({ schedule: '00:00:10' });
    await pass(10);
    expect(timers[0]?.Schedule).toEqual({ AdjustForDST: false });
  });
});
