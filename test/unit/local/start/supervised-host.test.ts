import type { RunningHost } from '../../../../local/host/start-host.ts';
import { startSupervisedHost } from '../../../../local/start/supervised-host.ts';

interface FakeWorker {
  readonly host: RunningHost;
  readonly port: number;
  /** What it was started with. */
  readonly stoppedTimers: readonly string[];
  end(code: number): void;
}

function createFakeWorker(port: number, given: readonly string[]): FakeWorker {
  let end: (code: number | null) => void = () => undefined;
  const exited = new Promise<number | null>((resolve) => {
    end = resolve;
  });
  const stop = async (): Promise<void> => end(0);
  const advance = async (): Promise<void> => undefined;
  const url = `http://127.0.0.1:${port || 4321}`;
  // Each worker leaves one more behind than it found.
  const stoppedTimers = [...given, `timer ${given.length + 1}`];
  const host = { url, logs: [], output: () => '', pid: 1, exited, stoppedTimers, advance, stop };
  return { host, port, stoppedTimers: given, end };
}

/** Starts supervision over fake workers; `fail` makes every start but the first one reject. */
async function supervise({ fail = false } = {}) {
  const workers: FakeWorker[] = [];
  const lines: string[] = [];
  let onReport: () => void = () => undefined;
  const start = async (port: number, stoppedTimers: readonly string[]): Promise<RunningHost> => {
    if (fail && workers.length > 0) throw new Error('the port is gone');
    const worker = createFakeWorker(port, stoppedTimers);
    workers.push(worker);
    return worker.host;
  };
  const report = (line: string): void => {
    lines.push(line);
    onReport();
  };
  const host = await startSupervisedHost({ start, port: 0, report });
  const endLast = (code: number): Promise<void> => {
    const reported = new Promise<void>((resolve) => {
      onReport = resolve;
    });
    workers.at(-1)?.end(code);
    return reported;
  };
  return { host, workers, lines, endLast };
}

describe('a supervised host', () => {
  test('starts a new worker on the same port when one ends, and says so', async () => {
    const { host, workers, lines, endLast } = await supervise();
    await endLast(1);
    expect(lines).toEqual([expect.stringContaining('exit code 1')]);
    expect(lines[0]).toContain('1 of 3');
    await host.stop();
    expect(workers.map((worker) => worker.port)).toEqual([0, 4321]);
  });

  test('tells each new worker which timers stand still since an earlier one', async () => {
    const { host, workers, endLast } = await supervise();
    for (const code of [1, 1]) await endLast(code);
    await host.stop();
    expect(workers.map((worker) => worker.stoppedTimers)).toEqual([[], ['timer 1'], ['timer 1', 'timer 2']]);
  });

  test('gives up after three restarts', async () => {
    const { host, workers, endLast } = await supervise();
    for (const code of [1, 2, 3]) await endLast(code);
    workers.at(-1)?.end(4);
    await expect(host.ended).resolves.toContain('exit code 4, again after 3 restarts');
    expect(workers).toHaveLength(4);
  });

  test('ends with the reason when the new worker does not start', async () => {
    const { host, endLast } = await supervise({ fail: true });
    await endLast(1);
    await expect(host.ended).resolves.toBe('the port is gone');
  });

  test('does not restart what it was asked to stop', async () => {
    const { host, workers, lines } = await supervise();
    await host.stop();
    expect([workers.length, lines]).toEqual([1, []]);
  });
});
