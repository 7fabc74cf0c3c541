/** .NET's way to write a length of time, which host.json and a timer's schedule share. */

const TIME_SPAN = /^(?:(\d+)\.)?(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d{1,7})?))?$/;

/** Milliseconds of `[d.]hh:mm[:ss[.fffffff]]`; undefined for what is none. */
export function parseTimeSpan(text: string): number | undefined {
  const [whole, days, first = '', second = '', third] = TIME_SPAN.exec(text) ?? [];
  if (whole === undefined) return undefined;
  // .NET reads 24:00:00 as 24 days: what cannot be an hour of a day is a number of days.
  const shifted = days === undefined && third !== undefined && Number(first) > 23;
  const [day, hours, minutes, seconds] = shifted
    ? [first, second, third, '0']
    : [days ?? '0', first, second, third ?? '0'];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) >= 60) return undefined;
  return ((Number(day) * 24 + Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
