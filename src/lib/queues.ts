/** One at a time for each key, in the order of arrival; different keys do not wait for each other. */
export interface Queues {
  join<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Waiting is unbounded, so `work` must have its own limit; whoever has waited too long notices at the front. */
export function createQueues(): Queues {
  // The last of each key's queue; a key without a queue is not in it.
  const last = new Map<string, Promise<unknown>>();
  return {
    async join(key, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
