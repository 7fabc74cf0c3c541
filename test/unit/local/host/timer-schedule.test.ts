import { parseTimerSchedule } from '../../../../local/host/timer-schedule.ts';

/** @param expected are the next occurrences after `from`, without the `.000Z` that all of them have. */
function expectNext(schedule: string, from: string, expected: readonly string[]): void {
  const { next } = parseTimerSchedule('sweep', schedule, {});
  const found: number[] = [];
  for (let moment = Date.parse(from); found.length < expected.length; ) {
    moment = next(moment);
    found.push(moment);
  }
  expect(found.map((moment) => new Date(moment).toISOString().replace('.000Z', ''))).toEqual(expected);
}

describe('an NCRONTAB expression', () => {
  test.each([
    ['each second', '* * * * * *', ['2026-11-28T23:59:59', '2026-11-29T00:00:00']],
    ['each minute', '0 * * * * *', ['2026-11-29T00:00:00', '2026-11-29T00:01:00']],
    [
      'steps',
      '*/20 */30 * * * *',
      ['2026-11-29T00:00:00', '2026-11-29T00:00:20', '2026-11-29T00:00:40', '2026-11-29T00:30:00'],
    ],
    [
      'a step from a value to the highest',
      '0 40/10 * * * *',
      ['2026-11-29T00:40:00', '2026-11-29T00:50:00', '2026-11-29T01:40:00'],
    ],
    [
      'a range with a step',
      '0 0 9-17/4 * * *',
      ['2026-11-29T09:00:00', '2026-11-29T13:00:00', '2026-11-29T17:00:00', '2026-11-30T09:00:00'],
    ],
    [
      'a range written backwards',
      '0 0 2-1 * * *',
      ['2026-11-29T01:00:00', '2026-11-29T02:00:00', '2026-11-30T01:00:00'],
    ],
    [
      'a list, in any order',
      '0 30,0,15 0 * * *',
      ['2026-11-29T00:00:00', '2026-11-29T00:15:00', '2026-11-29T00:30:00', '2026-11-30T00:00:00'],
    ],
    [
      'names and their beginnings',
      '0 0 0 * DECEMBER mon-we',
      ['2026-12-01T00:00:00', '2026-12-02T00:00:00', '2026-12-07T00:00:00'],
    ],
    [
      'a day that not each month has',
      '0 0 0 31 * *',
      ['2026-12-31T00:00:00', '2027-01-31T00:00:00', '2027-03-31T00:00:00'],
    ],
    ['the day that a leap year has', '0 0 12 29 2 *', ['2028-02-29T12:00:00', '2032-02-29T12:00:00']],
    [
      'both day fields at once, which cron would take either of',
      '0 0 0 13 * 5',
      ['2027-08-13T00:00:00', '2028-10-13T00:00:00'],
    ],
    ['five fields, which have no seconds', '*/30 * * * *', ['2026-11-29T00:00:00', '2026-11-29T00:30:00']],
    ['more spaces than needed', '  0  0 0 1 1 *  ', ['2027-01-01T00:00:00']],
    ['a day that no month has, which never comes', '0 0 0 31 2 *', ['9999-12-31T23:59:59.999Z']],
  ])('may hold %s', (_what, schedule, expected) => {
    expectNext(schedule, '2026-11-28T23:59:58.700Z', expected);
  });

  test.each([
    ['', 'nothing'],
    ['* * * *', 'four fields'],
    ['* * * * * * *', 'seven fields'],
    ['60 * * * * *', 'a second that no minute has'],
    ['0 0 24 * * *', 'an hour that no day has'],
    ['0 0 0 0 * *', 'a day that no month has'],
    ['0 0 0 * 13 *', 'a month that no year has'],
    ['0 0 0 * * 7', 'a day of the week above 6: Sunday is 0'],
    ['0 0 0 * * someday', 'a name that is none'],
    ['0 1- * * * *', 'half a range'],
    ['0 1-2-3 * * * *', 'more than a range'],
    ['0 */ * * * *', 'half a step'],
    ['0 , * * * *', 'an empty list'],
    ['0 ? * * * *', 'signs of other dialects'],
    ['@hourly', 'macros of other dialects'],
    ['24:60:00', 'a time span out of bounds'],
    ['00:00:00', 'a time span that never ends'],
    ['-00:00:10', 'a time span backwards'],
  ])('is refused with the name of the function: "%s", %s', (schedule) => {
    expect(() => parseTimerSchedule('sweep', schedule, {})).toThrow(/function "sweep" is neither/);
  });
});

describe('a time span', () => {
  test.each([
    ['00:00:10', '2026-11-29T00:00:08.700Z'],
    ['00:05', '2026-11-29T00:04:58.700Z'],
    ['1.00:00:00', '2026-11-29T23:59:58.700Z'],
    ['24:00:00', '2026-12-22T23:59:58.700Z'],
  ])('is counted from the run before, as .NET reads it: %s', (schedule, expected) => {
    expectNext(schedule, '2026-11-28T23:59:58.700Z', [expected]);
  });
});

describe('a reference to a setting', () => {
  const environment = { SWEEP_SCHEDULE: '0 * * * * *', Calls__Minutes: '*/5', EMPTY: '' };

  test.each([
    ['the whole', '%SWEEP_SCHEDULE%'],
    ['any case', '%sweep_schedule%'],
    ['a field, by the name that .NET gives it', '0 %calls:minutes% * * * *'],
  ])('is resolved from the environment: %s', (_what, schedule) => {
    const { next } = parseTimerSchedule('sweep', schedule, environment);
    expect(next(Date.parse('2026-11-29T00:59:00Z'))).toBe(Date.parse('2026-11-29T01:00:00Z'));
  });

  test.each(['%MISSING%', '%EMPTY%', '%%'])('that has no value stops the start, by its name: %s', (schedule) => {
    expect(() => parseTimerSchedule('sweep', schedule, environment)).toThrow(`function "sweep": "${schedule}"`);
  });
});

test.each([
  ['* * * * * *', true],
  ['*/30 0-59 */1 * * *', true],
  ['15,45 * * * * *', true],
  ['0 * * * * *', false],
  ['* 0 * * * *', false],
  ['* * * * *', false],
  ['00:00:59', true],
  ['00:01:00', false],
])('the host keeps no record of what runs more often than once a minute: %s', (schedule, expected) => {
  expect(parseTimerSchedule('sweep', schedule, {}).isSubMinute).toBe(expected);
});
