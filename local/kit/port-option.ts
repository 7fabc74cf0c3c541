/** The number of a port, as a person types it behind an option. */

const HIGHEST_PORT = 65_535;

/** 0 takes a free one. @param count of ports, of which it is the first. Throws an error for a person. */
export function parsePort(text: string, option: string, count = 1): number {
  const port = Number(text);
  const highest = HIGHEST_PORT - count + 1;
  if (/^\d+$/.test(text) && port <= highest) return port;
  throw new RangeError(`${option} must be a whole number from 0 to ${highest}, not "${text}".`);
}
