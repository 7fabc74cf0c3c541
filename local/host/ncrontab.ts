/**
 * The schedules of timer triggers as NCrontab reads them, the parser of the Functions host: six fields from seconds to
 * day of week, or five without seconds. A day has to match both day fields, where cron is content with one of them.
 */

/** Moments are milliseconds since 1970, and everything is UTC. */
export interface Crontab {
  /** The first occurrence after `moment`. */
  next(moment: number): number;
  /** Nothing but the seconds is restricted, and to more than one of them. */
  readonly isSubMinute: boolean;
}

/** The last millisecond of .NET's calendar: what NCrontab answers for 31 February. */
const NEVER = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After that many days the calendar repeats itself, days of the week included. */
const CALENDAR_DAYS = 146_097;

interface FieldRange {
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
}

const MONTH_NAMES = 'january february march april may june july august september october november december'.split(' ');
const DAY_NAMES = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const FIELD_RANGES: readonly FieldRange[] = [
  { lowest: 0, highest: 59 },
  { lowest: 0, highest: 59 },
  { lowest: 0, highest: 23 },
  { lowest: 1, highest: 31 },
  { lowest: 1, highest: 12, names: MONTH_NAMES },
  // Sunday is 0 and never 7.
  { lowest: 0, highest: 6, names: DAY_NAMES },
];

/** The values of the six fields, in the order in which they are written. */
type Fields = readonly (readonly number[])[];

/** Undefined for what NCrontab refuses. */
export function parseCrontab(expression: string): Crontab | undefined {
  const fields = parseFields(expression);
  if (fields === undefined) return undefined;
  const [days, months, weekdays] = fields.slice(3).map((field) => new Set(field));

  const isDay = (day: number): boolean => {
    const date = new Date(day);
    const inMonth = months?.has(date.getUTCMonth() + 1) === true && days?.has(date.getUTCDate()) === true;
    return inMonth && weekdays?.has(date.getUTCDay()) === true;
  };

  return {
    next: (moment) => {
      const from = (Math.floor(moment / 1000) + 1) * 1000;
      const today = Math.floor(from / DAY_MS) * DAY_MS;
      for (let count = 0; count <= CALENDAR_DAYS; count += 1) {
        const day = today + count * DAY_MS;
        const found = isDay(day) ? firstOfDay(fields, day, from) : undefined;
        if (found !== undefined) return found;
      }
      return NEVER;
    },
    isSubMinute: fields.every((field, index) => (index === 0 ? field.length > 1 : isWhole(field, index))),
  };
}

/** A number, or the beginning of a name. */
function parseValue(text: string, { lowest, highest, names = [] }: FieldRange): number | undefined {
  const named = text === '' ? -1 : names.findIndex((name) => name.startsWith(text.toLowerCase()));
  const value = /^\d+$/.test(text) ? Number(text) : lowest + named;
  return value >= lowest && value <= highest ? value : undefined;
}

/** `*`, `5`, `2-10`, each with `/3` behind it or not; `5/3` goes on to the highest. */
function parseItem(item: string, range: FieldRange): readonly number[] | undefined {
  const [, body = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const [from, to, ...rest] = body === '*' ? [String(range.lowest), String(range.highest)] : body.split('-');
  const first = parseValue(from ?? '', range);
  const last = to === undefined ? (step === undefined ? first : range.highest) : parseValue(to, range);
  if (first === undefined || last === undefined || rest.length > 0) return undefined;
  // NCrontab turns a range around that is written backwards, and takes a step of 0 for 1.
  const lowest = Math.min(first, last);
  const stride = Math.max(1, Number(step ?? 1));
  const count = Math.floor((Math.max(first, last) - lowest) / stride) + 1;
  return Array.from({ length: count }, (_, index) => lowest + index * stride);
}

/** In order, each once. */
function parseField(text: string, range: FieldRange): readonly number[] | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const parsed = parseItem(item, range);
    if (parsed === undefined) return undefined;
    for (const value of parsed) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function parseFields(expression: string): Fields | undefined {
  const texts = expression.split(' ').filter((text) => text !== '');
  if (texts.length === 5) texts.unshift('0');
  if (texts.length !== FIELD_RANGES.length) return undefined;
  const fields = FIELD_RANGES.flatMap((range, index) => {
    const field = parseField(texts[index] ?? '', range);
    return field === undefined ? [] : [field];
  });
  return fields.length === FIELD_RANGES.length ? fields : undefined;
}

/** The first time of `day` that is not before `from`. */
function firstOfDay([seconds = [], minutes = [], hours = []]: Fields, day: number, from: number): number | undefined {
  const secondOf = (minuteAt: number) => seconds.find((second) => minuteAt + second * 1000 >= from);
  for (const hour of hours) {
    const hourAt = day + hour * HOUR_MS;
    // A whole hour that has gone is not looked at minute by minute.
    const minute =
      hourAt + HOUR_MS <= from ? undefined : minutes.find((at) => secondOf(hourAt + at * 60_000) !== undefined);
    if (minute !== undefined) return hourAt + minute * 60_000 + Number(secondOf(hourAt + minute * 60_000)) * 1000;
  }
  return undefined;
}

function isWhole(field: readonly number[], index: number): boolean {
  const range = FIELD_RANGES[index];
  return range !== undefined && field.length === range.highest - range.lowest + 1;
}
