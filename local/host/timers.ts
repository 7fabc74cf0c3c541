/** The timer functions of an app, each with its own listener, beside whatever else the app serves. */
import { randomUUID } from 'node:crypto';
import { FunctionTimeoutError, withFunctionTimeout } from './function-timeout.ts';
import type { CoreLog, RegisteredFunction } from './functions-core.ts';
import { createTraceContext } from './http-conversion.ts';
import { type Invoke, logFailure } from './invocation.ts';
import { createTimerListener, type TimerInfo, type TimerListener } from './timer-listener.ts';
import { parseTimerSchedule } from './timer-schedule.ts';
import { triggerOf } from './triggers.ts';

/** What the timers need of their surroundings. */
export interface TimersOptions {
  readonly functions: Iterable<RegisteredFunction>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly functionTimeoutMs: number;
  /** Those that do not run: a run of theirs reached functionTimeout in an earlier worker of this host. */
  readonly stopped: readonly string[];
  readonly invoke: Invoke;
  readonly log: CoreLog;
  /** A run reached functionTimeout: the host ends the worker, and the timer of that name never runs again. */
  readonly onTimeout: (functionName: string) => void;
}

/** Creates a listener for each timer function, none of them started; throws when a schedule is not understood. */
export function createTimers(options: TimersOptions): readonly TimerListener[] {
  const { functions, environment, functionTimeoutMs, stopped, invoke, log, onTimeout } = options;

  const run = async (target: RegisteredFunction, timer: TimerInfo): Promise<boolean> => {
    const { name } = target.metadata;
    const invocationId = randomUUID();
    const input = { json: JSON.stringify(timer) };
    try {
      const work = invoke(target, { invocationId, input, traceContext: createTraceContext() });
      await withFunctionTimeout(work, name, functionTimeoutMs);
      log('information', `Function.${name}`, `Executed 'Functions.${name}' (Succeeded)`, invocationId);
      return true;
    } catch (error) {
      logFailure(log, name, invocationId, error);
      if (!(error instanceof FunctionTimeoutError)) return true;
      onTimeout(name);
      return false;
    }
  };

  const listen = (target: RegisteredFunction): TimerListener[] => {
    const { name } = target.metadata;
    const { type, schedule: text = '', useMonitor = true, runOnStartup = false } = triggerOf(target).binding;
    if (type !== 'timerTrigger') return [];
    const schedule = parseTimerSchedule(name, text, environment);
    if (stopped.includes(name)) {
      const why = 'a run of it reached functionTimeout, and the host has not been started again since';
      log('warning', 'Host.Triggers.Timer', `The timer of '${name}' stands still: ${why}.`);
      return [];
    }
    const monitored = useMonitor && !schedule.isSubMinute;
    return [createTimerListener({ schedule, useMonitor: monitored, runOnStartup, run: (timer) => run(target, timer) })];
  };
  return [...functions].flatMap(listen);
}
