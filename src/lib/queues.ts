/** One at a time for each key, in the order of arrival; different keys do not wait for each other. */
export interface Queues {
  join<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** It waits without a limit, so `work` has one: whoever would wait too long finds that out when it is at the front. */
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
