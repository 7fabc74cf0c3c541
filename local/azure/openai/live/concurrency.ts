/** How many sessions of GPT-Live a subscription has at a time: Azure's limit is this one, and no tokens a minute (docs/azure.md#gpt-live). */

export interface Concurrency {
  /** Gives back how to leave again, once; `undefined` where the subscription is full. */
  enter(limit: number): (() => void) | undefined;
}

export function createConcurrency(): Concurrency {
  let count = 0;
  return {
    enter(limit) {
      if (count >= limit) return undefined;
      count += 1;
      let isInside = true;
      return () => {
        if (isInside) count -= 1;
        isInside = false;
      };
    },
  };
}
