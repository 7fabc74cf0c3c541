/** Milliseconds since the Unix epoch. A port, so that a test decides what time it is. */
export type Clock = () => number;

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const SECONDS_PER_MINUTE = 60;
