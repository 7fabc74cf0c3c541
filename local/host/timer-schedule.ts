/** What `schedule` of a timer trigger means to the Functions host (TimerSchedule and its kin, WebJobs extensions). */
import { parseCrontab } from './ncrontab.ts';
import { parseTimeSpan } from './time-span.ts';

/** When a timer runs. */
export interface TimerSchedule {
  /** The first occurrence after `moment`, both in milliseconds since 1970. */
  next(moment: number): number;
  /** Runs more often than once a minute: the host then keeps no record of the occurrences, whatever `useMonitor` says. */
  readonly isSubMinute: boolean;
  readonly adjustForDst: boolean;
}

/** Throws an error that names the function. */
export function parseTimerSchedule(
  functionName: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): TimerSchedule {
  const expression = resolveSettings(functionName, text, environment);
  const crontab = parseCrontab(expression);
  if (crontab !== undefined) return { ...crontab, adjustForDst: true };
  const interval = parseTimeSpan(expression);
  if (interval === undefined || interval === 0) {
    throw new Error(
      `The schedule "${expression}" of function "${functionName}" is neither an NCRONTAB expression nor a time span.`,
    );
  }
  return { next: (moment) => moment + interval, isSubMinute: interval < 60_000, adjustForDst: false };
}

/** The name of a variable in .NET's configuration: any case, and `__` for what is written `:`. */
function toConfigurationKey(name: string): string {
  return name.replaceAll('__', ':').toLowerCase();
}

/** Puts values in the place of `%NAME%`; throws for a name that has none. */
function resolveSettings(
  functionName: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return text.replace(/%([^%]*)%/g, (reference, name: string) => {
    const key = toConfigurationKey(name);
    const value = Object.entries(environment).find(([variable]) => toConfigurationKey(variable) === key)?.[1];
    if (value === undefined || value === '') {
      throw new Error(`The schedule of function "${functionName}": "${reference}" does not resolve to a value.`);
    }
    return value;
  });
}
