/** What has begun and not ended, so that the end of the process can wait for it. */
export interface UnderWay {
  /** `work`, counted from its call to its end. */
  track<A extends readonly unknown[], T>(work: (...args: A) => T | PromiseLike<T>): (...args: A) => Promise<T>;
  isIdle(): boolean;
  /** Resolves at the first moment in which nothing is under way. */
  ended(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  let count = 0;
  let waiting: (() => void)[] = [];

  function leave(): void {
    count -= 1;
    if (count > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    track: (work) =>
      async function tracked(...args) {
        count += 1;
        try {
          return await work(...args);
        } finally {
          leave();
        }
      },
    isIdle: () => count === 0,
    ended: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
