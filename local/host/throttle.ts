/** The host's two limits: so many requests at all (beyond them 429), so many of them running (the others queue). */

/** Released exactly once by whoever got it. */
type Release = () => void;

/** Counts requests from the moment a function is found for them until they are answered. */
export interface Throttle {
  /** Undefined when the host is full. */
  enter(): Release | undefined;
  /** Waits for a free place to run; first come, first served. */
  turn(): Promise<Release>;
}

/** Both limits may be Infinity. */
export function createThrottle(maxOutstanding: number, maxConcurrent: number): Throttle {
  const queue: (() => void)[] = [];
  let outstanding = 0;
  let running = 0;

  const leave = (): void => {
    const next = queue.shift();
    // A place is handed on without becoming free in between, so nobody overtakes the queue.
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    enter: () => {
      if (outstanding >= maxOutstanding) return undefined;
      outstanding += 1;
      return () => {
        outstanding -= 1;
      };
    },
    turn: () => {
      if (running < maxConcurrent) {
        running += 1;
        return Promise.resolve(leave);
      }
      return new Promise((resolve) => queue.push(() => resolve(leave)));
    },
  };
}
