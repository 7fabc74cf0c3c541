/** Classes of statuses of HTTP, as patterns name them (RFC 9110 section 15). */

export const REFUSED: readonly number[] = [401, 403];
export const REDIRECTIONS = range(300, 399);
/** Without 429, which has entries of its own. */
export const CLIENT_ERRORS = range(400, 499).filter((status) => status !== 429);
export const SERVER_ERRORS = range(500, 599);

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
